import type { CameraRawField } from './field.js';

const ZERO = ['0'] as const;
const OFF = ['False', '0'] as const;

const dropped = (why: string, names: readonly string[], neutral?: readonly string[], rest: Partial<CameraRawField> = {}): CameraRawField => ({ names, section: 'Not carried over', quality: 'none', becomes: '', why, rule: { kind: 'drop', ...(neutral === undefined ? {} : { neutral }) }, ...rest });

/** Rows that share their reason; with `master` the field does nothing while that one is 0 or off. */
const family =
  (why: string, panel: string, neutral: readonly string[]) =>
  (names: readonly string[], master?: string): CameraRawField[] => [dropped(why, names, master === undefined ? neutral : undefined, { panel, ...(master === undefined ? {} : { needs: [master] }) })];

const detail = family('sharpening and noise belong to the photo, not to the look', 'EnableDetail', ZERO);
const placed = family('depends on where in the picture a pixel lies', 'EnableEffects', ZERO);
const grain = family('grain is noise, and a look is the same for equal colours', 'EnableEffects', ZERO);
const lens = family('corrections of a lens belong to the photo', 'EnableLensCorrections', OFF);
const geometry = family('geometry belongs to the photo', 'EnableTransform', [...OFF, '100']);

/** What Camera Raw does and a look here does not. */
const NOT_CARRIED: readonly CameraRawField[] = [
  dropped('works on the neighbourhood of each pixel; a look here is the same for equal colours', ['Texture', 'Clarity2012', 'Dehaze'], ZERO),
  dropped('works on the neighbourhood of each pixel; a look here is the same for equal colours', ['Clarity'], ZERO, { era: 'legacy' }),
  ...detail(['Sharpness', 'LuminanceSmoothing', 'ColorNoiseReduction', 'LuminanceNoiseReduction', 'LuminanceDenoise*', 'EnhanceDenoise*', 'EnhanceDetails*', 'EnhanceSuperResolution*', 'Smoothness', 'MoireFilter']),
  ...detail(['SharpenRadius', 'SharpenDetail', 'SharpenEdgeMasking'], 'Sharpness'),
  ...detail(['LuminanceNoiseReductionDetail', 'LuminanceNoiseReductionContrast'], 'LuminanceSmoothing'),
  ...detail(['ColorNoiseReductionDetail', 'ColorNoiseReductionSmoothness'], 'ColorNoiseReduction'),
  ...placed(['PostCropVignetteAmount', 'VignetteAmount']),
  ...placed(['PostCropVignette*'], 'PostCropVignetteAmount'),
  ...placed(['VignetteMidpoint'], 'VignetteAmount'),
  ...grain(['GrainAmount']),
  ...grain(['GrainSize', 'GrainFrequency', 'GrainSeed'], 'GrainAmount'),
  ...lens(['LensProfileEnable', 'LensManual*', 'LensBlur*', 'AutoLateralCA', 'ChromaticAberration*', 'Defringe', 'DefringePurpleAmount', 'DefringeGreenAmount']),
  ...lens(['LensProfile*'], 'LensProfileEnable'),
  ...lens(['DefringePurpleHue*'], 'DefringePurpleAmount'),
  ...lens(['DefringeGreenHue*'], 'DefringeGreenAmount'),
  ...geometry(['Perspective*', 'HasCrop']),
  ...geometry(['Crop*'], 'HasCrop'),
  ...geometry(['Upright*'], 'PerspectiveUpright'),
  dropped('local corrections come with masks, which a look does not carry', ['MaskGroupBasedCorrections', 'GradientBasedCorrections', 'CircularGradientBasedCorrections', 'PaintBasedCorrections', 'RangeMaskMapInfo', 'PointColors', 'AIDependent*', 'DepthMap*', 'DepthBasedCorrections']),
  dropped('retouching of single spots belongs to the photo', ['RetouchInfo', 'RetouchAreas', 'RedEyeInfo', 'Distraction*', 'Reflection*']),
  dropped('moves the primaries of the camera; there is no operation for it', ['ShadowTint', 'RedHue', 'RedSaturation', 'GreenHue', 'GreenSaturation', 'BlueHue', 'BlueSaturation'], ZERO, { panel: 'EnableCalibration' }),
  dropped('a table of colours that is not decoded; those in circulation are mostly parts of paid packs', ['RGBTable', 'LookTable', 'Table_*']),
  dropped('strength or curve of a table of colours that is not decoded', ['RGBTableAmount', 'ToneMapStrength', 'ProfileGainTableMap*'], ZERO),
  dropped('a rendering of raw data; a finished photo has been through one already', ['CameraProfile', 'CameraProfileDigest'], ['Embedded', '']),
  dropped('decided by Camera Raw from the photo', ['AutoExposure', 'AutoContrast', 'AutoBrightness', 'AutoShadows', 'AutoTone', 'AutoGrayscaleMix', 'AutoGrayscale'], OFF),
  dropped('high dynamic range is out of the range of a look', ['HDREditMode', 'HDRMaxValue', 'SDR*'], ZERO),
  dropped('how strongly Lightroom applied a preset; the numbers in the file are without it', ['PresetAmount*'], ['1']),
  { names: ['Look'], section: 'Not carried over', quality: 'fair', becomes: 'its Parameters run before the other settings, scaled by Amount', why: 'settings within the settings', rule: { kind: 'look' } },
  { names: ['ToneCurveName'], section: 'Process versions 2003 and 2010', era: 'legacy', quality: 'none', becomes: '', why: 'names a curve whose points the file does not hold', rule: { kind: 'curve-name', points: 'ToneCurve', neutral: ['Linear', 'Medium Contrast'] } },
];

/** What a file says of itself, of the program that wrote it, or of switches that other rows take into account. */
const ABOUT: CameraRawField = {
  names: [
    ...['Name', 'ShortName', 'SortName', 'Group', 'Description', 'Cluster', 'UUID', 'PresetType', 'Copyright', 'ContactInfo', 'What'],
    ...['Version', 'ProcessVersion', 'CompatibleVersion', 'Converter', 'RawFileName', 'AlreadyApplied', 'HasSettings'],
    ...['Supports*', 'CameraModelRestriction', 'Defaults*', 'Default*', 'LookName', 'Stubbed', 'Enable*', 'Toggle*', 'Override*', 'orientation'],
    ...['AsShotTemperature', 'AsShotTint', 'AutoToneDigest*', 'AutoWhiteVersion', 'AutoDigest*', 'Clipboard*', 'DNGIgnoreSidecars', 'JPEGHandling', 'TIFFHandling', 'NegativeCache*'],
  ],
  section: 'About the file',
  quality: 'good',
  becomes: '',
  why: 'says something about the file and changes no pixel',
  rule: { kind: 'about' },
};

/** The fields that do nothing here, in the order of the documentation. */
export const OTHER_FIELDS: readonly CameraRawField[] = [...NOT_CARRIED, ABOUT];
