import { checkMapAdaptation, MAP_ADAPTATION_PARAMETERS, type MapAdaptation } from './map-adaptation.js';
import { joinDecisions } from './mix-maps.js';
import { printModelReference } from './model-reference.js';
import { defineOperation, UNCHANGED } from './operation.js';
import { type StyleChoice, stylePartsOf } from './style-choice.js';

interface PienetParameters extends MapAdaptation {
  strength: number;
  /** Without it there is nothing to go towards. */
  style?: StyleChoice;
  model?: string;
}

const SHIPPED_MODEL = 'pienet-condition';

export const pienet = defineOperation<PienetParameters>({
  name: 'pienet',
  title: 'Personal style',
  summary: 'Looks at the photo as a whole and decides one colour map for it, towards the taste that a few liked photos show.',
  definition: "I' = I + strength (M(I) - I), M the map a model decides for the photo and the style's vector, or the frozen one; of a mix of styles the weighted mean of their maps; of a model that paints pixels a map and a grid of offsets fitted to them",
  source: 'PieNet (Kim et al., ECCV 2020): the preference vector; its pixel decoder replaced by a colour map, strength and mixes as the interpolation of outputs',
  parameters: {
    strength: { kind: 'number', description: 'How far from the photo (0) to the style (1), and beyond.', default: 1, minimum: 0, maximum: 1.5, slider: [0, 1.5], step: 0.01, unit: '' },
    style: { kind: 'style', description: 'Whose taste: a built-in style, or one that the preset carries; a mix gives each a share.' },
    model: { kind: 'model', description: 'The model that decides in place of the shipped one, and the beginning of its SHA-256: other weights are told.' },
    ...MAP_ADAPTATION_PARAMETERS,
  },
  mainParameter: 'strength',
  actsByDefault: true,
  produces: ['lut3d', 'grid', 'matrix', 'curve'],
  laws: { keepsGrey: () => false },
  check({ style, ...adaptation }) {
    const broken = checkMapAdaptation(adaptation);
    if (broken !== undefined) return broken;
    if (style !== undefined && stylePartsOf(style).length === 0) return { parameter: 'style', expected: 'a share above 0' };
    return undefined;
  },
  asks({ style, model = SHIPPED_MODEL, adapt }) {
    return adapt === 'frozen' ? [] : stylePartsOf(style).map(({ source }) => ({ model, style: source }));
  },
  resolve({ style, adapt, lut }, { decisions = [], lut: readLut, space }) {
    if (adapt === 'frozen') return { transforms: lut === undefined ? [] : readLut(lut) };
    const [decision] = decisions;
    if (decision === undefined) return UNCHANGED;
    const shares = stylePartsOf(style).map(({ share }) => share);
    return { transforms: joinDecisions(decisions, shares, space), decided: { model: printModelReference(decision.model) } };
  },
});
