export { analyse, type AnalyseOptions } from './analyse/analyse.js';
export type * from './analyse/analysis.js';
export { percentile } from './analyse/histogram.js';
export { estimateIlluminant } from './analyse/illuminant.js';
export { applyPlan, type ApplyOptions } from './apply/apply-plan.js';
export type { ApplyKind, ApplyReport } from './apply/apply-report.js';
export type { ApplyPrecision } from './apply/compile/compile-plan.js';
export type * from './apply/kernels.js';
export { bakedPlan, type BakeOptions, bakePlan, type BakeResult, bakeSteps } from './bake/bake-plan.js';
export { type BakeError, type ErrorSummary, measureBakeError } from './bake/measure-bake-error.js';
export { bakePlanCurves } from './bake/plan-curves.js';
export { resampleLut3d, type ResampledLut } from './bake/resample-lut.js';
export { type CancelSignal, type ProgressListener, throwIfCancelled } from './cancel.js';
export { chromaticAdaptationMatrix } from './color/chromatic-adaptation.js';
export { multiplyMatrix3, type Matrix3 } from './color/matrix3.js';
export { D65_CHROMATICITY, type Chromaticity, rgbToXyzMatrix, xyzToRgbMatrix } from './color/rgb-xyz.js';
export { linearToSrgb, srgbToLinear } from './color/transfer-functions.js';
export type { Ciede2000Summary } from './compare/compare-images.js';
export { compareRasters, type RasterComparison } from './compare/compare-rasters.js';
export * from './errors.js';
export { type AcvCurves, type AcvPoint, parseAcv, type ParsedAcv, writeAcv } from './formats/acv.js';
export { CAMERA_RAW_FIELDS, findCameraRawField } from './formats/camera-raw/field-table.js';
export type { CameraRawField } from './formats/camera-raw/field.js';
export { type ImportCameraRawOptions, importCameraRawXmp, type ImportedLook, importLrtemplate, MIGRATION_EXTENSION } from './formats/camera-raw/import-camera-raw.js';
export { type CameraRawPreset, writeCameraRawPreset, type WriteCameraRawPresetOptions } from './formats/camera-raw/write-camera-raw-preset.js';
export { acvCurveFunction, type AcvOperations, acvToOperations } from './formats/convert-acv.js';
export { cubeToLutAsset, cubeToTransforms } from './formats/convert-cube.js';
export type { CubeTable, CubeWarning, ParsedCube } from './formats/cube.js';
export type { FieldReport } from './formats/field-report.js';
export { fitAcv, type FittedAcv } from './formats/fit-acv.js';
export { writeHald } from './formats/hald.js';
export { isLookCard, LOOK_CARD_KEYWORD, NO_LOOK_CODE, readLookCard, writeLookCard } from './formats/look-card.js';
export { describeLayout, type HaldLayout, layoutsOfSize, type LutLayout, type TileLayout } from './formats/lut-layout.js';
export { describeLut, type LutNotes } from './formats/lut-notes.js';
export { parseCube, type ParseCubeOptions } from './formats/parse-cube.js';
export { type LayoutEvidence, parseLutPicture, type ParseLutPictureOptions, type ParsedLutPicture } from './formats/parse-lut-picture.js';
export { editPngChunks, isPng, isPngChunkIntact, listPngChunks, makePngChunk, type PngChunk } from './formats/png-chunks.js';
export { type PngText, type PngTextFault, readPngTexts, type ReadPngTextsOptions, writePngText } from './formats/png-text.js';
export { parseThreeDl, type ParsedThreeDl, type ParseThreeDlOptions } from './formats/three-dl.js';
export { writeTileLut } from './formats/tile-lut.js';
export { writeCube, type WriteCubeOptions } from './formats/write-cube.js';
export type { LutPictureDepth } from './formats/write-lut-layout.js';
export { insertRecipeIntoXmp, readRecipeFromXmp, RECIPE_XMP_NAMESPACE, removeRecipeFromXmp } from './formats/xmp/recipe-xmp.js';
export { EMPTY_XMP, readXmpProperty, setXmpProperties, type XmpVocabulary } from './formats/xmp/xmp-packet.js';
export { callHost } from './host/call-host.js';
export { checkWritePlan } from './host/check-write-plan.js';
export * from './host/host-adapter.js';
export type { DocumentState, MemoryLayer, MemoryPicture, PictureLayer, ResultLayer } from './host/memory-document.js';
export { MemoryEditor, type MemoryEditorOptions } from './host/memory-editor.js';
export { MemoryHost, type MemoryHostOptions } from './host/memory-host.js';
export type * from './host/placed.js';
export { renderWritePlan, type RenderWritePlanOptions } from './host/render-write-plan.js';
export { runInHost } from './host/run-in-host.js';
export type * from './host/run-options.js';
export {
  MAXIMUM_MEAN_ERROR_LEVELS,
  planWriteBack,
  type WriteBack,
  type WriteBackEntry,
  type WriteBackOptions,
  type WriteBackReport,
  type WritePreference,
} from './host/write-back.js';
export * from './host/write-plan.js';
export { mainParameterOf, type Operation } from './operations/operation.js';
export { describeAccepted, type GroupParameter, type NumberParameter, type Parameter } from './operations/parameter.js';
export { OPERATIONS, findOperation } from './operations/registry.js';
export { fuseSteps } from './plan/fuse-steps.js';
export type * from './plan/plan.js';
export { createPlanCache, type PlanCache } from './plan/plan-cache.js';
export { planWithoutPhoto } from './plan/plan-without-photo.js';
export { findPreset, type Preset, PRESET_GROUPS, type PresetGroup, PRESETS } from './presets/index.js';
export type * from './raster/analysis-kernels.js';
export type { AxisWeights } from './raster/axis-weights.js';
export { convertBitDepth, convertEncoding } from './raster/convert.js';
export type { Mask, MaskSet } from './raster/mask.js';
export { type BitDepth, encodedSpaceOf, type EncodedSpace, type IntegerRaster, MAXIMUM_RASTER_PIXELS, type Raster, type RasterEncoding, validateRaster } from './raster/raster.js';
export { resampleMask } from './raster/resample-area.js';
export { canonicalRecipe, hashRecipe } from './recipe/canonical.js';
export { createLutAsset, type Lut1dTable, type LutAssetOptions } from './recipe/create-lut-asset.js';
export { describeOperation, describeRecipe } from './recipe/describe-recipe.js';
export { diffRecipes, type RecipeDifference } from './recipe/diff-recipes.js';
export { nearestNames } from './recipe/nearest-names.js';
export { parseRecipe } from './recipe/parse-recipe.js';
export { type LutAsset, type MaskReference, MAXIMUM_RECIPE_BYTES, type Recipe, RECIPE_SCHEMA_ID, type RecipeOperation } from './recipe/recipe.js';
export { validateRecipe } from './recipe/validate-recipe.js';
export { planPhoto, type PlanPhotoOptions, retouch, type RetouchResult } from './retouch.js';
export type { ErrorSpread } from './transforms/error-spread.js';
export type * from './transforms/transform.js';
