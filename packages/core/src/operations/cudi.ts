import { InvalidArgumentError } from '../errors.js';
import type { GridTransform } from '../transforms/transform.js';
import type { Decision, ExposureKeyword } from './decision.js';
import { printModelReference } from './model-reference.js';
import { defineOperation, UNCHANGED } from './operation.js';

interface CudiParameters {
  exposure: number | ExposureKeyword;
  when: 'always' | 'needed';
  model?: string;
}

const SHIPPED_MODEL = 'cudi-student';

export const cudi = defineOperation<CudiParameters>({
  name: 'cudi',
  title: 'Learned exposure',
  summary: 'Brings the photo, or the part under a mask, to a wanted brightness place by place: lifts what is dark and holds what is light.',
  definition: "I' = K Y + B + min(K, 3) (I - Y), Y the luma; K and B read from a grid of place and luma, decided by a model for a small copy and the wanted local means",
  source: 'CuDi (Li et al., arXiv 2207.14273), counted from the maps of the photo\'s own exposure and read by bilateral slicing',
  parameters: {
    exposure: { kind: 'number', description: 'The mean of red, green and blue that is wanted; "auto" lifts what is too dark and holds what is too light, "even" keeps the mean and brings light and dark nearer to it.', default: 'auto', minimum: 0.2, maximum: 0.8, slider: [0.2, 0.8], step: 0.01, unit: '', keywords: ['auto', 'even'] },
    when: { kind: 'choice', description: '"needed" gives the change as far as the photo asks for it: a backlit or under-exposed one all of it, a well exposed one, a night or a silhouette nothing.', default: 'always', values: ['always', 'needed'] },
    model: { kind: 'model', description: 'The model that decides in place of the shipped one, and the beginning of its SHA-256: other weights are told.' },
  },
  mainParameter: 'exposure',
  actsByDefault: true,
  produces: ['grid'],
  laws: { keepsGrey: () => true },
  weigh: ({ when }, context) => (when === 'needed' ? context.exposureNeed().total : 1),
  asks: ({ exposure, model }) => [{ model: model ?? SHIPPED_MODEL, exposure }],
  resolve(_, { decisions = [] }) {
    const [decision] = decisions;
    if (decision === undefined) return UNCHANGED;
    const grid = gridOf(decision);
    return isIdentity(grid) ? UNCHANGED : { transforms: [grid], decided: { model: printModelReference(decision.model) } };
  },
});

function gridOf({ transform, model }: Decision): GridTransform {
  if (transform.kind === 'grid') return transform;
  throw new InvalidArgumentError(`decide: a ${transform.kind} from ${model.id} (expected a grid)`, { argument: 'decide', value: transform.kind, expected: 'grid' });
}

function isIdentity({ form, shared, data }: GridTransform): boolean {
  return form === 'affine' && shared && data.every((value, index) => value === (index % 2 === 0 ? 1 : 0));
}
