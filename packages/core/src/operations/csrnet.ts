import { checkMapAdaptation, MAP_ADAPTATION_PARAMETERS, type MapAdaptation } from './map-adaptation.js';
import { mixDecidedMaps } from './mix-maps.js';
import { printModelReference } from './model-reference.js';
import { defineOperation, UNCHANGED } from './operation.js';

/** Styles of the shipped models; `csrnet-warm` is the model of `warm`. */
export const CSRNET_STYLES = ['neutral', 'warm', 'vivid', 'soft'] as const;

interface CsrnetParameters extends MapAdaptation {
  strength: number;
  style: string | Readonly<Record<string, number>>;
  model?: string;
}

export const csrnet = defineOperation<CsrnetParameters>({
  name: 'csrnet',
  title: 'Learned retouch',
  summary: 'Looks at the photo as a whole and decides one colour map for it, as learned from good photos.',
  definition: "I' = I + strength (M(I) - I), M the map a model decides for the photo, or the frozen one; of a mix of styles the weighted mean of their maps",
  source: 'CSRNet (He et al., ECCV 2020), base network folded with its condition; strength and styles as the interpolation of outputs of its figure 6',
  parameters: {
    strength: { kind: 'number', description: 'How far from the photo (0) to the model (1), and beyond.', default: 1, minimum: 0, maximum: 1.5, slider: [0, 1.5], step: 0.01, unit: '' },
    style: { kind: 'mix', description: 'What it should look like; a mix gives each style a share.', default: 'neutral', values: CSRNET_STYLES },
    model: { kind: 'model', description: 'The model that decides in place of the style\'s own, and the beginning of its SHA-256: other weights are told.' },
    ...MAP_ADAPTATION_PARAMETERS,
  },
  mainParameter: 'strength',
  actsByDefault: true,
  produces: ['lut3d', 'matrix', 'curve'],
  laws: { keepsGrey: () => false },
  check({ style, model, ...adaptation }) {
    const broken = checkMapAdaptation(adaptation);
    if (broken !== undefined) return broken;
    if (typeof style === 'object' && Object.values(style).every((share) => share === 0)) return { parameter: 'style', expected: 'a share above 0' };
    if (typeof style === 'object' && model !== undefined) return { parameter: 'model', expected: 'no model beside a mix, which takes one for each style' };
    return undefined;
  },
  asks({ style, model, adapt }) {
    if (adapt === 'frozen') return [];
    return model === undefined ? sharesOf(style).map(([name]) => ({ model: `csrnet-${name}` })) : [{ model }];
  },
  resolve({ style, adapt, lut }, { decisions = [], lut: readLut, space }) {
    if (adapt === 'frozen') return { transforms: lut === undefined ? [] : readLut(lut) };
    if (decisions.length === 0) return UNCHANGED;
    const decided = decisions.map(({ model }) => printModelReference(model)).join(', ');
    return { transforms: [mixDecidedMaps(decisions, sharesOf(style).map(([, share]) => share), space)], decided: { model: decided } };
  },
});

/** @returns styles with their shares of 1, without those of none. */
function sharesOf(style: CsrnetParameters['style']): [style: string, share: number][] {
  if (typeof style === 'string') return [[style, 1]];
  const total = Object.values(style).reduce((sum, share) => sum + share, 0);
  return Object.entries(style).flatMap(([name, share]) => (share === 0 ? [] : [[name, share / total]]));
}
