// Looks as files of several formats: which one bytes are of, what they say, and how a look is written.
export { acvReader, acvWriter } from './acv-file.js';
export { type BakedLook, bakeLook, describeLook, type LookPlan, planLook } from './bake-look.js';
export { cameraRawReader, cameraRawWriter, lrtemplateReader } from './camera-raw-files.js';
export { cubeReader, cubeWriter } from './cube-file.js';
export { describeBakeError } from './describe-bake-error.js';
export { cardReader } from './look-card-file.js';
export { describeFormats, formatsOfName, lookNameOf } from './look-extension.js';
export type * from './look.js';
export { type DrawnLut, drawLutPicture, HALD_FORMAT, LUT_PICTURE_FORMAT, type LutPictureFormat, type LutPictureSource, readLutPicture, TILES_FORMAT } from './lut-picture.js';
export { presetReader, presetWriter, REPORT_EXTENSION } from './preset-file.js';
export { printJson, printRecipe } from './print-recipe.js';
export { slidersWriter } from './sliders-file.js';
export { threeDlReader } from './three-dl-file.js';
