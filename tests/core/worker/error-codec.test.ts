import * as errors from '@openretouch/core';
import type { InvalidRecipeError} from '@openretouch/core';
import { EngineError, InvalidArgumentError, parseRecipe, RetouchError } from '@openretouch/core';
import { KernelError } from '@openretouch/kernels';
import { describe, expect, it } from 'vitest';
import { decodeError, encodeError, type WireError } from '../../../packages/core/src/worker/error-codec.js';
import { decodeValue, encodeValue } from '../../../packages/core/src/worker/json-codec.js';

const overClone = (error: unknown): unknown => decodeError(structuredClone(encodeError(error)));
const overJson = (error: unknown): unknown => decodeError(decodeValue(JSON.parse(JSON.stringify(encodeValue(encodeError(error)).json)), [], () => new ArrayBuffer(0)) as WireError);

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const CAUSE = new RangeError('the cause', { cause: 'a word' });
/** One of each class, built as its constructor wants it. */
const OURS: Record<string, RetouchError> = {
  InvalidRecipeError: caught(() => parseRecipe('{"schema":"openretouch/recipe@1","name":"x","operations":[{"op":"exposure","ev":12},{"op":"exposure","ev":-7}]}')) as RetouchError,
  InvalidRasterError: new errors.InvalidRasterError('raster', { field: 'width', value: NaN }),
  MaskError: new errors.MaskError('mask-size', 'mask', { slot: 'sky' }),
  UnsupportedEncodingError: new errors.UnsupportedEncodingError('space', { plan: 'srgb' }),
  InvalidFileError: new errors.InvalidFileError('file', { line: 3 }, { code: 'damaged', cause: CAUSE }),
  UnsupportedFormatError: new errors.UnsupportedFormatError('format', { format: 'heic' }),
  InvalidArgumentError: new InvalidArgumentError('argument', { value: undefined, nested: { list: [1, -0, Infinity] } }),
  InvalidManifestError: new errors.InvalidManifestError('manifest', {}, 'unsupported-manifest'),
  InvalidModelError: new errors.InvalidModelError('model', { model: 'm' }, CAUSE),
  InferenceError: new errors.InferenceError('run-failed', 'run', { model: 'm' }, CAUSE),
  ModelUnavailableError: new errors.ModelUnavailableError('absent', { known: ['a', 'b'] }, CAUSE),
  EmbeddingSpaceError: new errors.EmbeddingSpaceError('another space', { space: 'ab' }),
  HostError: new errors.HostError('stale-target', 'stale', { fields: { layerId: '7' }, cause: CAUSE }),
  EngineError: new EngineError('photo-lost', 'lost', { photo: 3 }, CAUSE),
};

describe('an error that crosses a border', () => {
  it('is tried for every class there is', () => {
    const classes = Object.entries(errors).flatMap(([name, value]) => (typeof value === 'function' && value.prototype instanceof RetouchError ? [name] : []));
    expect(classes.sort()).toEqual(Object.keys(OURS).sort());
  });

  for (const [border, cross] of [['structured clone', overClone], ['JSON', overJson]] as const) {
    it.each(Object.entries(OURS))(`keeps class, code, fields, message and causes over ${border}: %s`, (name, error) => {
      const arrived = cross(error) as RetouchError;
      expect(arrived).toBeInstanceOf((errors as unknown as Record<string, new () => Error>)[name]);
      expect(arrived).toBeInstanceOf(Error);
      expect(RetouchError.isInstance(arrived)).toBe(true);
      expect({ name: arrived.name, code: arrived.code, message: arrived.message, fields: arrived.fields }).toEqual({ name, code: error.code, message: error.message, fields: error.fields });
      expect(arrived.toJSON()).toEqual(error.toJSON());
      if (error.cause === undefined) return;
      expect(arrived.cause).toBeInstanceOf(RangeError);
      expect(arrived.cause).toMatchObject({ message: 'the cause', cause: 'a word' });
    });
  }

  it('keeps what a class adds: the issues of a recipe', () => {
    const issues = (OURS['InvalidRecipeError'] as InvalidRecipeError).issues;
    expect(issues).toHaveLength(2);
    expect((overClone(OURS['InvalidRecipeError']) as InvalidRecipeError).issues).toEqual(issues);
  });

  it('of a class of another package keeps its name, and is known as ours', () => {
    const arrived = overClone(new KernelError('kernels-memory', 'memory', { fields: { wantedBytes: 7 } })) as RetouchError;
    expect(RetouchError.isInstance(arrived)).toBe(true);
    expect(arrived).toMatchObject({ name: 'KernelError', code: 'kernels-memory', fields: { wantedBytes: 7 } });
  });

  it('of the platform keeps its name', () => {
    expect(overClone(new DOMException('stopped', 'AbortError'))).toMatchObject({ name: 'AbortError', message: 'stopped' });
    expect(overClone(new TypeError('type'))).toBeInstanceOf(TypeError);
  });

  it('is still thrown when a field cannot travel, with the field in words', () => {
    const arrived = overClone(new InvalidArgumentError('argument', { value: () => 1, big: 10n, symbol: Symbol('s'), bytes: new Uint8Array(3), list: [new Map()] })) as RetouchError;
    expect(arrived.fields).toEqual({ value: '() => 1', big: '10', symbol: 'Symbol(s)', bytes: '[object Uint8Array]', list: ['[object Map]'] });
  });

  it('with fields that hold themselves comes to an end', () => {
    const fields: Record<string, unknown> = {};
    fields['self'] = fields;
    expect((overClone(new InvalidArgumentError('argument', fields)) as RetouchError).message).toBe('argument');
  });

  it.each([['a word', 'a word'], [undefined, undefined], [{ plain: 1 }, { plain: 1 }]])('that is none crosses as what it is: %j', (thrown, expected) => {
    expect(overClone(thrown)).toEqual(expected);
  });
});
