import fc from 'fast-check';
import type { Operation } from '../../packages/core/src/operations/operation.js';
import { isRequired, type Parameter } from '../../packages/core/src/operations/parameter.js';
import { STYLE_LENGTH } from '../../packages/core/src/operations/style-vector.js';
import { encodeHalfFloats } from '../../packages/core/src/recipe/half-float.js';
import { fillDefaults } from '../../packages/core/src/recipe/parameters.js';
import type { LutAsset, Recipe, RecipeAsset, RecipeOperation, StyleAsset } from '../../packages/core/src/recipe/recipe.js';

/** A recipe entry with valid parameters, and the assets it refers to. */
export interface GeneratedEntry {
  readonly entry: RecipeOperation;
  readonly assets: Readonly<Record<string, RecipeAsset>>;
}

const ASSET_KEY = 'generated';
const STYLE_KEY = 'taste';

/**
 * Valid parameters of any operation, from its declarations alone: each parameter given or left out, at most one group of
 * those that exclude each other, values over the whole hard range with its ends, and more often within the slider.
 *
 * @param required - parameters that are always given.
 */
export function arbitraryEntry(operation: Operation, required: readonly string[] = []): fc.Arbitrary<GeneratedEntry> {
  return fc
    .tuple(arbitraryNames(operation, required), arbitraryLut())
    .chain(([names, lut]) => {
      const uses = (kind: Parameter['kind']): boolean => names.some((name) => operation.parameters[name].kind === kind);
      const values: Record<string, fc.Arbitrary<unknown>> = {};
      for (const name of names) values[name] = arbitraryValue(operation.parameters[name]);
      const assets = uses('asset') ? { [ASSET_KEY]: lut } : {};
      const entries = fc.record(values).map((parameters) => ({ op: operation.name, ...parameters }));
      if (!uses('style')) return entries.map((entry): GeneratedEntry => ({ entry, assets }));
      return fc.tuple(entries, arbitraryStyle()).map(([entry, style]): GeneratedEntry => ({ entry, assets: { ...assets, [STYLE_KEY]: style } }));
    })
    // Last, so that other names are tried where no values of some fit together.
    .filter(({ entry }) => operation.check?.(fillDefaults(operation, entry)) === undefined);
}

/** @returns parameters that ask the photo for a value: keywords such as `auto`, and flags of that meaning. */
export function photoDependentSettings(operation: Operation): Record<string, unknown>[] {
  return Object.entries<Parameter>(operation.parameters).flatMap(([name, parameter]): Record<string, unknown>[] => {
    if (parameter.kind === 'number') return (parameter.keywords ?? []).map((word) => ({ [name]: word }));
    return parameter.kind === 'flag' ? [{ [name]: true }] : [];
  });
}

/** Wraps entries into a recipe; later assets of the same key win, so give only one entry with an asset. */
export function recipeOf(entries: readonly RecipeOperation[], assets: Readonly<Record<string, RecipeAsset>> = {}): Recipe {
  return { schema: 'openretouch/recipe@1', name: 'generated', operations: entries, ...(Object.keys(assets).length === 0 ? {} : { assets }) };
}

/** Assets and styles have no default: an operation that needs one always gets it. */
function arbitraryNames(operation: Operation, required: readonly string[]): fc.Arbitrary<string[]> {
  const all = Object.keys(operation.parameters);
  const groups = operation.exclusive ?? [];
  const isNeeded = (name: string): boolean => required.includes(name) || isRequired(operation.parameters[name]);
  const possible = groups.filter((group) => required.every((name) => group.includes(name) || !groups.some((other) => other.includes(name))));
  return fc.constantFrom(...(possible.length > 0 ? possible : [[]])).chain((group) => {
    const open = all.filter((name) => group.includes(name) || !groups.some((other) => other.includes(name)));
    const optional = open.filter((name) => !isNeeded(name));
    return fc.tuple(fc.subarray(optional), fc.constant(open.filter(isNeeded))).map(([some, always]) => [...always, ...some]);
  });
}

function arbitraryValue(parameter: Parameter): fc.Arbitrary<unknown> {
  switch (parameter.kind) {
    case 'number': {
      const number = fc.oneof(
        { weight: 3, arbitrary: arbitraryNumber(...parameter.slider) },
        { weight: 2, arbitrary: arbitraryNumber(parameter.minimum, parameter.maximum) },
        { weight: 1, arbitrary: fc.constantFrom(parameter.minimum, parameter.maximum) },
      );
      const { keywords = [] } = parameter;
      return keywords.length === 0 ? number : fc.oneof({ weight: 3, arbitrary: number }, { weight: 1, arbitrary: fc.constantFrom(...keywords) });
    }
    case 'tuple': {
      const one = arbitraryNumber(parameter.minimum, parameter.maximum);
      return fc.array(one, { minLength: parameter.default.length, maxLength: parameter.default.length });
    }
    case 'list': {
      const { minimum, maximum, minimumLength, maximumLength } = parameter;
      const raw = (highest: number): fc.Arbitrary<number[]> => fc.array(arbitraryNumber(minimum, highest), { minLength: minimumLength, maxLength: maximumLength, size: 'small' });
      // The sum matters more than each value: mostly keep it of order 1.
      return fc.oneof({ weight: 3, arbitrary: raw(Math.min(maximum, 2)).map((list) => list.map((value) => value / list.length)) }, { weight: 1, arbitrary: raw(maximum) });
    }
    case 'points':
      return fc
        .uniqueArray(fc.tuple(arbitraryNumber(0, 1), arbitraryNumber(0, 1)), { minLength: parameter.minimumLength, maxLength: Math.min(parameter.maximumLength, 8), selector: ([x]) => x })
        .map((points) => points.sort(([a], [b]) => a - b));
    case 'choice':
      return fc.constantFrom(...parameter.values);
    case 'flag':
      return fc.boolean();
    case 'mix':
      return fc.oneof(fc.constantFrom(...parameter.values), fc.record(Object.fromEntries(parameter.values.map((value) => [value, arbitraryNumber(0, 1)])), { requiredKeys: [] }));
    case 'model':
      return fc.constantFrom('csrnet-warm', 'another.model', 'csrnet-soft@0123456789abcdef');
    case 'asset':
      return fc.constant(ASSET_KEY);
    case 'style':
      return arbitraryStyleChoice(STYLE_KEY);
    case 'group':
      return fc.record(Object.fromEntries(Object.entries(parameter.fields).map(([name, field]) => [name, arbitraryValue(field)])), { requiredKeys: [] });
  }
}

/** Numbers people type: four decimals, both ends possible. Not fc.double, nearly all of whose values between 0 and 1 are next to 0. */
function arbitraryNumber(minimum: number, maximum: number): fc.Arbitrary<number> {
  return fc.integer({ min: Math.round(minimum * 1e4), max: Math.round(maximum * 1e4) }).map((value) => Math.min(maximum, Math.max(minimum, value / 1e4)));
}

/** A style in each of its forms. */
export function arbitraryStyleChoice(key: string): fc.Arbitrary<unknown> {
  const source = fc.constantFrom({ style: 'golden' }, { style: 'matte' }, { asset: key });
  const part = fc.tuple(source, arbitraryNumber(0, 1)).map(([one, share]) => ({ ...one, share }));
  return fc.oneof(fc.constantFrom('golden', 'black-and-white'), fc.constant({ asset: key }), fc.array(part, { minLength: 1, maxLength: 4 }));
}

/** A style as it is learned, of few dimensions. */
export function arbitraryStyle(): fc.Arbitrary<StyleAsset> {
  return fc
    .array(arbitraryNumber(-0.5, 0.5), { minLength: 4, maxLength: 4 })
    .filter((vector) => Math.hypot(...vector) >= STYLE_LENGTH[0])
    .map((vector) => ({ type: 'style', embedding: '0123456789abcdef', vector, likedCount: 20 }));
}

/** A smooth LUT near identity with headroom, as grading tools write them. */
export function arbitraryLut(): fc.Arbitrary<LutAsset> {
  return fc
    .record({
      size: fc.integer({ min: 2, max: 5 }),
      type: fc.constantFrom('lut3d' as const, 'lut1d' as const),
      space: fc.constantFrom('srgb' as const, 'display-p3' as const),
      isShaped: fc.boolean(),
      isStretched: fc.boolean(),
      bends: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 375, maxLength: 375 }),
    })
    .map(({ size, type, space, isShaped, isStretched, bends }) => {
      const count = type === 'lut3d' ? size ** 3 : size;
      const values: number[] = [];
      for (let node = 0; node < count; node += 1) {
        for (let channel = 0; channel < 3; channel += 1) {
          const index = type === 'lut3d' ? Math.floor(node / size ** channel) % size : node;
          values.push(index / (size - 1) + bends[(node * 3 + channel) % bends.length] / 200);
        }
      }
      return {
        type,
        size,
        space,
        data: encodeHalfFloats(values),
        ...(isShaped ? { shaper: { size: 3, data: encodeHalfFloats([0, 0, 0, 0.6, 0.5, 0.4, 1, 1, 1]) } } : {}),
        ...(isStretched ? { domain: { minimum: [-0.25, 0, 0], maximum: [1, 1, 2] } as const } : {}),
      };
    });
}
