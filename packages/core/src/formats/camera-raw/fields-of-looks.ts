import { BANDS, type CameraRawField, type SliderRule } from './field.js';

/*
 * Maintainer notes: where the factors are from.
 *
 * Adobe publishes names and ranges of these fields, and no formula. What a number means there was taken from its definition where it
 * has one (stops, degrees, points of a curve) and otherwise from a statement of our own that can be checked on our operations: the
 * whole slider there moves the whole of ours, unless a row says otherwise. No factor was fitted on pictures rendered by Adobe's
 * programs, and none claims to match them. docs/migration.md says for each what it rests on.
 */

const slider = (to: string, range: readonly [number, number], factor: number, rest: Partial<SliderRule> = {}): SliderRule => ({ kind: 'slider', range, neutral: 0, to, factor, ...rest });
const HUNDRED = [-100, 100] as const;
const PERCENT = [0, 100] as const;
const LOCAL = 'in Camera Raw this depends on the neighbourhood of each pixel, here on its own luma';
const STRONG = `${LOCAL}; so far from 0 the two differ visibly at edges and in large flat areas`;
const PARAMETRIC = ['ParametricShadows', 'ParametricDarks', 'ParametricLights', 'ParametricHighlights'] as const;
const TINTED = ['SplitToningShadowSaturation', 'SplitToningHighlightSaturation', 'ColorGradeMidtoneSat', 'ColorGradeGlobalSat'] as const;

/**
 * Amount of a tint for each step of its saturation. Presets that their authors call teal and orange have 20 to 25; with the whole slider
 * for the whole of ours those looked untinted. At this factor middle grey gets about three quarters of the HSL saturation that the number
 * names: 0.17 for 25.
 */
export const TINT_PER_STEP = 0.02;

const LIGHT: readonly CameraRawField[] = [
  { names: ['Exposure2012'], section: 'Light', era: 'current', quality: 'good', becomes: 'exposure `ev`', why: 'stops of light in both; the roll-off near white is our own', rule: slider('exposure.ev', [-5, 5], 1) },
  { names: ['Contrast2012'], section: 'Light', era: 'current', quality: 'fair', becomes: 'an S in a first tone curve', why: 'an S about the middle whose slope there is 1.5 at +100 and 1/1.5 at -100; Camera Raw fits its own to the photo', rule: slider('contrast', HUNDRED, 0.01) },
  { names: ['Highlights2012'], section: 'Light', era: 'current', quality: 'fair', becomes: 'tone `highlights`', why: LOCAL, rule: slider('tone.highlights', HUNDRED, 0.01, { beyond: 50, whyBeyond: STRONG }) },
  { names: ['Shadows2012'], section: 'Light', era: 'current', quality: 'fair', becomes: 'tone `shadows`', why: LOCAL, rule: slider('tone.shadows', HUNDRED, 0.01, { beyond: 50, whyBeyond: STRONG }) },
  { names: ['Whites2012'], section: 'Light', era: 'current', quality: 'fair', becomes: 'tone `whites`', why: 'moves the white end; Camera Raw moves it by what the photo holds', rule: slider('tone.whites', HUNDRED, 0.01) },
  { names: ['Blacks2012'], section: 'Light', era: 'current', quality: 'fair', becomes: 'tone `blacks`', why: 'moves the black end, + is brighter; Camera Raw moves it by what the photo holds', rule: slider('tone.blacks', HUNDRED, 0.01) },
];

const WHITE_BALANCE: readonly CameraRawField[] = [
  { names: ['IncrementalTemperature'], section: 'White balance', quality: 'fair', becomes: 'whiteBalance `temperature`', why: 'steps of equal visible size: 100 is 65 mired, from 6500 K to 11300 K or 4570 K', rule: slider('whiteBalance.mired', HUNDRED, 0.65) },
  { names: ['IncrementalTint'], section: 'White balance', quality: 'fair', becomes: 'whiteBalance `tint`', why: 'the same scale from green to magenta', rule: slider('whiteBalance.tint', HUNDRED, 1) },
  { names: ['Temperature'], section: 'White balance', quality: 'fair', becomes: 'whiteBalance `temperature`, where AsShotTemperature is in the file', why: 'the difference to the recorded light in mired', rule: { kind: 'absolute-white-balance', asShot: 'AsShotTemperature', range: [2000, 50000] } },
  { names: ['Tint'], section: 'White balance', quality: 'fair', becomes: 'whiteBalance `tint`, where AsShotTint is in the file', why: 'the difference to the recorded light', rule: { kind: 'absolute-white-balance', asShot: 'AsShotTint', range: [-150, 150] } },
  { names: ['WhiteBalance'], section: 'White balance', quality: 'fair', becomes: 'whiteBalance `auto` for Auto', why: 'both estimate the light from the photo, each in its own way', rule: { kind: 'white-balance-name' } },
];

const COLOUR: readonly CameraRawField[] = [
  { names: ['Vibrance'], section: 'Colour', treatment: 'colour', quality: 'good', becomes: 'vibrance `amount`', why: 'dull colours more than vivid ones, skin less', rule: slider('vibrance.amount', HUNDRED, 0.01) },
  { names: ['Saturation'], section: 'Colour', treatment: 'colour', quality: 'good', becomes: 'saturation `gain`, axis `oklab`', why: '-100 is grey, +100 twice the chroma', rule: slider('saturation.gain', HUNDRED, 0.01) },
  ...BANDS.flatMap((band): readonly CameraRawField[] => {
    const common = { section: 'Colour', treatment: 'colour', panel: 'EnableColorAdjustments', quality: 'fair' } as const;
    const ours = band.toLowerCase();
    return [
      { ...common, names: [`HueAdjustment${band}`], becomes: `hsl \`${ours}.hue\``, why: 'the bands lie and overlap differently; 100 turns by 30 degrees', rule: slider(`hsl.${ours}.hue`, HUNDRED, 0.3) },
      { ...common, names: [`SaturationAdjustment${band}`], becomes: `hsl \`${ours}.chroma\``, why: 'the bands lie and overlap differently; -100 is grey', rule: slider(`hsl.${ours}.chroma`, HUNDRED, 0.01) },
      { ...common, names: [`LuminanceAdjustment${band}`], becomes: `hsl \`${ours}.lightness\``, why: 'the bands lie and overlap differently', rule: slider(`hsl.${ours}.lightness`, HUNDRED, 0.01) },
    ];
  }),
];

const CURVES: readonly CameraRawField[] = [
  ...(['', 'Red', 'Green', 'Blue'] as const).map((channel): CameraRawField => ({
    names: [`ToneCurvePV2012${channel}`],
    section: 'Curves',
    era: 'current',
    panel: 'EnableToneCurve',
    quality: 'good',
    becomes: channel === '' ? 'toneCurve `points`, mode `hue-preserving`' : `toneCurve \`${channel.toLowerCase()}Points\``,
    why: channel === '' ? 'the same points; both keep the hue; the bend between points is our own and never overshoots' : 'the same points; the bend between them is our own and never overshoots',
    rule: { kind: 'points', channel: channel === '' ? 'master' : (channel.toLowerCase() as 'red' | 'green' | 'blue') },
  })),
  { names: ['ToneCurveName2012'], section: 'Curves', era: 'current', quality: 'none', becomes: '', why: 'names a curve whose points the file does not hold', rule: { kind: 'curve-name', points: 'ToneCurvePV2012', neutral: ['Linear'] } },
  ...PARAMETRIC.map((name): CameraRawField => ({ names: [name], section: 'Curves', panel: 'EnableToneCurve', quality: 'fair', becomes: 'a bump in the first tone curve', why: 'the zones are those of the file, the shape of the bump is our own', rule: slider(`parametric.${name.slice(10).toLowerCase()}`, HUNDRED, 0.01) })),
  ...([['ParametricShadowSplit', 25], ['ParametricMidtoneSplit', 50], ['ParametricHighlightSplit', 75]] as const).map(
    ([name, neutral]): CameraRawField => ({ names: [name], section: 'Curves', panel: 'EnableToneCurve', quality: 'fair', becomes: 'a border of the zones of the first tone curve', why: 'the same place', needs: PARAMETRIC, rule: slider(`split.${name.slice(10, -5).toLowerCase()}`, PERCENT, 0.01, { neutral, scaling: 'position' }) }),
  ),
];

const WHOLE = 'the whole slider is the whole of ours';
const TINT = '50 is the whole tint of a zone, chosen by eye';

const GRADING: readonly CameraRawField[] = [
  ...(
    [
      ['SplitToningShadowHue', 'SplitToningShadowSaturation', 'ColorGradeShadowLum', 'shadows'],
      ['ColorGradeMidtoneHue', 'ColorGradeMidtoneSat', 'ColorGradeMidtoneLum', 'midtones'],
      ['SplitToningHighlightHue', 'SplitToningHighlightSaturation', 'ColorGradeHighlightLum', 'highlights'],
      ['ColorGradeGlobalHue', 'ColorGradeGlobalSat', 'ColorGradeGlobalLum', 'global'],
    ] as const
  ).flatMap(([hue, saturation, lightness, zone]): readonly CameraRawField[] => {
    const common = { section: 'Colour grading', panel: 'EnableSplitToning', quality: 'good' } as const;
    const where = zone === 'global' ? 'in all three zones' : `\`${zone}\``;
    return [
      { ...common, names: [hue], becomes: `colorGrade ${where}, \`hue\``, why: 'the same angle of the colour wheel', needs: [saturation], rule: slider(`grade.${zone}.hue`, [0, 360], 1, { scaling: 'angle' }) },
      { ...common, names: [saturation], becomes: `colorGrade ${where}, \`amount\``, why: zone === 'global' ? `added to the tint of each zone; ${TINT}` : zone === 'midtones' ? TINT : `${TINT}; in a file of split toning alone half of it reaches into the midtones`, rule: slider(`grade.${zone}.amount`, PERCENT, TINT_PER_STEP, { beyond: 1 / TINT_PER_STEP, whyBeyond: 'more tint than a zone has; the whole of it is used' }) },
      { ...common, names: [lightness], becomes: `colorGrade ${where}, \`lightness\``, why: WHOLE, rule: slider(`grade.${zone}.lightness`, HUNDRED, 0.01) },
    ];
  }),
  { names: ['SplitToningBalance'], section: 'Colour grading', panel: 'EnableSplitToning', quality: 'good', becomes: 'colorGrade `balance`', why: 'moves the border between the zones the same way', needs: TINTED, rule: slider('grade.balance', HUNDRED, 0.01) },
  { names: ['ColorGradeBlending'], section: 'Colour grading', panel: 'EnableSplitToning', quality: 'fair', becomes: 'colorGrade `midtones`', why: 'above 50 the tints of shadows and highlights reach into the midtones, at 100 half of each; below 50 the zones stay as they are', needs: TINTED, rule: slider('grade.blending', PERCENT, 0.02, { neutral: 50, scaling: 'position' }) },
];

const BLACK_AND_WHITE: readonly CameraRawField[] = [
  { names: ['ConvertToGrayscale'], section: 'Black and white', quality: 'good', becomes: 'blackWhite', why: 'weighted lightness without colour', rule: { kind: 'grayscale' } },
  ...BANDS.map((band): CameraRawField => ({ names: [`GrayMixer${band}`], section: 'Black and white', treatment: 'grey', panel: 'EnableGrayscaleMix', quality: 'good', becomes: `blackWhite \`${band.toLowerCase()}\``, why: 'how bright that colour becomes; the bands overlap differently', rule: slider(`mixer.${band.toLowerCase()}`, HUNDRED, 0.01) })),
];

const RAW_DEFAULT = 'taken from its default for raw photos, which a finished photo has in it already';

/** Names that only process versions 2003 and 2010 read. */
const LEGACY: readonly CameraRawField[] = (
  [
    { names: ['Exposure'], becomes: 'exposure `ev`', why: 'stops of light; that version cut highlights off where ours roll off', rule: slider('exposure.ev', [-4, 4], 1) },
    { names: ['Brightness'], becomes: 'levels `gamma`', why: `50 steps are a stop at middle grey, the ends stay; ${RAW_DEFAULT}, 50`, rule: slider('legacy.brightness', [-150, 150], 0.02, { neutral: 50 }) },
    { names: ['Contrast'], becomes: 'an S in a first tone curve', why: `as Contrast2012; ${RAW_DEFAULT}, 25`, rule: slider('contrast', [-50, 100], 0.01, { neutral: 25 }) },
    { names: ['Shadows'], becomes: 'tone `blacks`', why: `the slider called Blacks, where more is darker; ${RAW_DEFAULT}, 5`, rule: slider('tone.blacks', PERCENT, -0.01, { neutral: 5 }) },
    { names: ['FillLight'], becomes: 'tone `shadows`', why: LOCAL, rule: slider('tone.shadows', PERCENT, 0.01) },
    { names: ['HighlightRecovery'], becomes: 'tone `highlights`', why: 'brings back light of the raw file that a finished photo has lost; here highlights are darkened', rule: slider('tone.highlights', PERCENT, -0.01) },
    ...(['', 'Red', 'Green', 'Blue'] as const).map((channel) => ({
      names: [`ToneCurve${channel}`],
      becomes: channel === '' ? 'toneCurve `points`' : `toneCurve \`${channel.toLowerCase()}Points\``,
      why: 'the same points, on a curve of another colour space',
      rule: { kind: 'points', channel: channel === '' ? 'master' : (channel.toLowerCase() as 'red' | 'green' | 'blue'), rawDefault: { field: 'ToneCurveName', name: 'Medium Contrast' } } as const,
    })),
  ] as const
).map((row): CameraRawField => ({ ...row, section: 'Process versions 2003 and 2010', era: 'legacy', quality: 'poor' }));

/** The fields that do something here, in the order of the documentation. */
export const LOOK_FIELDS: readonly CameraRawField[] = [...LIGHT, ...WHITE_BALANCE, ...COLOUR, ...CURVES, ...GRADING, ...BLACK_AND_WHITE, ...LEGACY];
