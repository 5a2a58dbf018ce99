import type { Operation } from '../operations/operation.js';
import { type FlagParameter, isRequired, type NumberParameter } from '../operations/parameter.js';
import { OPERATIONS } from '../operations/registry.js';
import { STYLE_DIMENSIONS } from '../operations/style-vector.js';
import { quoteNames } from './issue.js';
import { type JsonSchema, parameterSchema } from './parameter-schema.js';
import { MAXIMUM_LUT1D_SIZE, MAXIMUM_LUT3D_SIZE, MAXIMUM_RECIPE_OPERATIONS, RECIPE_SCHEMA_ID } from './recipe.js';

/** Names the published schema; the number is the recipe version. */
export const RECIPE_SCHEMA_URI = 'urn:openretouch:recipe:1';

/** Tastes mixed of many others count the photos of all. */
const MAXIMUM_COUNTED_PHOTOS = 100_000;
/** The largest finite half float: nothing beyond it can be stored in a LUT. */
const HALF_FLOAT_MAXIMUM = 65504;

const flag = (description: string, fallback: boolean): FlagParameter => ({ kind: 'flag', description, default: fallback });
const strength = (description: string, maximum: number): NumberParameter => ({ kind: 'number', description, default: 1, minimum: 0, maximum, slider: [0, maximum], step: 0.01, unit: '' });
/** The line from an operation's input through its output goes on: half as far again is more, and not yet another picture. */
const BEYOND_OUTPUT = 1.5;

/** What every operation has beside its own parameters. */
export const COMMON_PARAMETERS = {
  strength: strength("Blends the operation's output (1) with its input (0), and goes beyond.", BEYOND_OUTPUT),
  enabled: flag('false leaves the operation out.', true),
} as const;

/** The parts of a mask reference beside its slot. */
export const MASK_PARAMETERS = {
  invert: flag('Use 1 - coverage.', false),
  feather: { kind: 'number', description: "Blur radius as a fraction of the picture's long side.", default: 0, minimum: 0, maximum: 0.1, slider: [0, 0.05], step: 0.001, unit: '' },
  optional: flag('Leave the operation out when nobody fills the slot, instead of failing.', false),
} as const satisfies Record<string, FlagParameter | NumberParameter>;

/** The whole result against the original. */
export const RECIPE_STRENGTH = strength('Blends the whole result (1) with the original (0).', 1);

/**
 * Builds the JSON Schema of recipes and presets from the operations' declarations.
 *
 * @returns draft 2020-12. Operations are told apart by `op`; unknown keys are refused everywhere but in `extensions`. What a
 * schema cannot say (points rising, LUT data, keys of assets, rules between parameters) validateRecipe adds.
 */
export function createRecipeSchema(operations: readonly Operation[] = OPERATIONS): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: RECIPE_SCHEMA_URI,
    title: 'OpenRetouch recipe',
    description: 'An ordered list of photo retouch operations; with a name and an author, a preset. Saved as *.retouch.json.',
    ...closedObject(
      {
        schema: { description: 'Version of this format.', type: 'string', const: RECIPE_SCHEMA_ID, 'x-accepts': quoteNames([RECIPE_SCHEMA_ID]) },
        name: text('Name for people.', 1, 200),
        id: text('Name for programs; stays the same when the preset is renamed.', 1, 128),
        author: text('Who made it.', 1, 200),
        licence: text('Licence of the preset, an SPDX identifier where there is one.', 1, 200),
        description: text('What it does, for people.', 0, 4000),
        created: {
          description: 'When it was made: an ISO 8601 date, or date and time.',
          type: 'string',
          pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d))?$',
          'x-accepts': 'a date such as "2026-03-01" or "2026-03-01T12:00:00Z"',
        },
        strength: parameterSchema(RECIPE_STRENGTH),
        operations: {
          description: 'What is done, in this order.',
          type: 'array',
          maxItems: MAXIMUM_RECIPE_OPERATIONS,
          items: union('op', operations.map(operationSchema), 'an operation, an object with "op"'),
          'x-accepts': `a list of at most ${MAXIMUM_RECIPE_OPERATIONS} operations`,
        },
        assets: {
          description: 'Embedded LUTs and styles by key; operations refer to them.',
          type: 'object',
          propertyNames: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,64}$' },
          additionalProperties: union('type', [lutSchema('lut3d', MAXIMUM_LUT3D_SIZE), lutSchema('lut1d', MAXIMUM_LUT1D_SIZE), styleSchema()], 'a LUT or a style, an object with "type"'),
          'x-accepts': 'an object of LUTs and styles by key',
          'x-keys': 'a key of 1 to 64 letters, digits, "_", "." or "-"',
        },
        extensions: { description: 'Free for other programs; kept, never read.', type: 'object', 'x-accepts': 'an object' },
      },
      ['schema', 'name', 'operations'],
      'an object with schema, name and operations',
    ),
    $defs: { mask: maskSchema() },
  };
}

function operationSchema(operation: Operation): JsonSchema {
  const own = Object.entries(operation.parameters);
  const properties = {
    op: { const: operation.name },
    // An operation may widen a common range, as one whose strength goes beyond 1 does.
    ...Object.fromEntries(Object.entries({ ...operation.parameters, ...COMMON_PARAMETERS, ...operation.parameters }).map(([name, parameter]) => [name, parameterSchema(parameter)])),
    mask: { description: 'Where the operation acts; everywhere without it.', $ref: '#/$defs/mask' },
  };
  const needed = own.filter(([, parameter]) => isRequired(parameter)).map(([name]) => name);
  return {
    title: operation.title,
    description: `${operation.summary} ${operation.definition}`,
    ...closedObject(properties, ['op', ...needed], `a ${operation.name} operation`),
    ...exclusiveSchema(operation),
  };
}

/** A parameter of one group forbids those of every later group; in pairs, that is "only one group". */
function exclusiveSchema({ exclusive }: Operation): JsonSchema {
  if (exclusive === undefined) return {};
  const expected = `only one of: ${exclusive.map((group) => group.join(', ')).join('; or ')}`;
  const rules = exclusive.slice(0, -1).flatMap((group, i) => {
    const forbidden = Object.fromEntries(exclusive.slice(i + 1).flat().map((name) => [name, false]));
    return group.map((name) => [name, { type: 'object', properties: forbidden }]);
  });
  return { dependentSchemas: Object.fromEntries(rules), 'x-exclusive': expected };
}

function maskSchema(): JsonSchema {
  const slot = { ...text('`host`, `brush`, or a name; the caller fills it with coverage.', 1, 64) };
  const rest = Object.entries(MASK_PARAMETERS).map(([name, parameter]) => [name, parameterSchema(parameter)]);
  return { title: 'Mask', ...closedObject({ slot, ...Object.fromEntries(rest) }, ['slot'], 'an object with slot') };
}

function lutSchema(type: 'lut3d' | 'lut1d', maximumSize: number): JsonSchema {
  const numbers = { type: 'array', items: { type: 'number', minimum: -HALF_FLOAT_MAXIMUM, maximum: HALF_FLOAT_MAXIMUM, 'x-accepts': `a number of at most ${HALF_FLOAT_MAXIMUM} either way` }, minItems: 3, maxItems: 3, 'x-accepts': 'three numbers' };
  const count = (maximum: number, what: string): JsonSchema => ({ description: what, type: 'integer', minimum: 2, maximum, 'x-accepts': `a whole number from 2 to ${maximum}` });
  const data = { description: 'Base64 of little-endian IEEE 754 half floats, RGB triples, red fastest.', type: 'string', 'x-accepts': 'base64 of half floats' };
  return {
    title: type === 'lut3d' ? '3D LUT' : '1D LUT',
    ...closedObject(
      {
        type: { const: type },
        size: count(maximumSize, type === 'lut3d' ? 'Nodes an edge.' : 'Entries a channel.'),
        space: { description: 'The encoded values it maps between.', type: 'string', enum: ['srgb', 'display-p3'], 'x-accepts': quoteNames(['srgb', 'display-p3']) },
        domain: {
          description: 'Input values of the first and the last node, a channel; 0 and 1 without it.',
          ...closedObject({ minimum: numbers, maximum: numbers }, ['minimum', 'maximum'], 'an object with minimum and maximum'),
        },
        shaper: {
          description: 'A 1D table the input goes through first.',
          ...closedObject({ size: count(MAXIMUM_LUT1D_SIZE, 'Entries a channel.'), data }, ['size', 'data'], 'an object with size and data'),
        },
        data,
      },
      ['type', 'size', 'space', 'data'],
      `a ${type}`,
    ),
  };
}

function styleSchema(): JsonSchema {
  const count = (description: string): JsonSchema => ({ description, type: 'integer', minimum: 0, maximum: MAXIMUM_COUNTED_PHOTOS, 'x-accepts': `a whole number from 0 to ${MAXIMUM_COUNTED_PHOTOS}` });
  const [fewest, most] = STYLE_DIMENSIONS;
  return {
    title: 'Style',
    ...closedObject(
      {
        type: { const: 'style' },
        embedding: { description: 'The embedding space: the first 16 hex digits of the SHA-256 of the embedding model.', type: 'string', pattern: '^[0-9a-f]{16}$', 'x-accepts': '16 lowercase hex digits' },
        vector: {
          description: 'The taste as a point of the space, at most 1 from its origin.',
          type: 'array',
          items: { type: 'number', minimum: -1, maximum: 1, 'x-accepts': 'a number from -1 to 1' },
          minItems: fewest,
          maxItems: most,
          'x-accepts': `a list of ${fewest} to ${most} numbers`,
        },
        likedCount: count('Photos it was learned from.'),
        dislikedCount: count('Photos it was learned to stay away from.'),
        consistency: { description: 'How alike the liked photos are: the mean cosine between two of them.', type: 'number', minimum: -1, maximum: 1, 'x-accepts': 'a number from -1 to 1' },
      },
      ['type', 'embedding', 'vector', 'likedCount'],
      'a style',
    ),
  };
}

function closedObject(properties: JsonSchema, required: readonly string[], accepts: string): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false, 'x-accepts': accepts };
}

/** The `discriminator` keyword is OpenAPI's; validators that do not know it read the `oneOf` and agree. */
function union(key: string, branches: readonly JsonSchema[], accepts: string): JsonSchema {
  return { type: 'object', required: [key], discriminator: { propertyName: key }, oneOf: branches, 'x-accepts': accepts };
}

function text(description: string, minimumLength: number, maximumLength: number): JsonSchema {
  const accepts = minimumLength === 0 ? `text of at most ${maximumLength} characters` : `text of ${minimumLength} to ${maximumLength} characters`;
  return { description, type: 'string', minLength: minimumLength, maxLength: maximumLength, 'x-accepts': accepts };
}
