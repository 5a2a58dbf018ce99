import { checkManifest } from '@openretouch/core/inference';
import { InvalidManifestError } from '@openretouch/core';
import { manifest } from '@openretouch/models';
import { describe, expect, it } from 'vitest';
import { fakeDecision, listOf } from './fake-models.js';

const { spec } = fakeDecision();
const [input] = spec.inputs;
const withModel = (changes: object): unknown => listOf({ ...spec, ...changes });

function faultOf(value: unknown): InvalidManifestError {
  try {
    checkManifest(value);
  } catch (error) {
    if (error instanceof InvalidManifestError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('checkManifest', () => {
  it('accepts the shipped manifest as it is', () => {
    expect(checkManifest(manifest)).toBe(manifest);
  });

  it.each([
    ['a manifest of a later version', { schema: 'openretouch/models@2', models: [] }, 'unsupported-manifest'],
    ['a recipe in its place', { schema: 'openretouch/recipe@1', operations: [] }, 'invalid-manifest'],
    ['nothing', undefined, 'invalid-manifest'],
  ])('refuses %s', (_, value, code) => {
    expect(faultOf(value).code).toBe(code);
    expect(faultOf(value).message).toMatch(/^manifest .*expected/);
  });

  it.each<[string, unknown]>([
    ['models[0].sha256', withModel({ sha256: spec.sha256.toUpperCase() })],
    ['models[0].byteCount', withModel({ byteCount: 1e9 })],
    ['models[0].byteCount', withModel({ byteCount: 1.5 })],
    ['models[0].file', withModel({ file: '../secret.onnx' })],
    ['models[0].file', withModel({ file: '/etc/passwd' })],
    ['models[0].file', withModel({ file: 'https://example.org/model.onnx' })],
    ['models[0].id', withModel({ id: 'CSRNet' })],
    ['models[0].opset', withModel({ opset: '17' })],
    ['models[0].inputs', withModel({ inputs: [] })],
    ['models[0].inputs[0].shape', withModel({ inputs: [{ ...input, shape: [1, 0] }] })],
    ['models[0].inputs[0].range', withModel({ inputs: [{ ...input, range: [1, 0] }] })],
    ['models[0].inputs[0].size', withModel({ inputs: [{ ...input, size: [64] }] })],
    ['models[0].outputs[0]', withModel({ outputs: ['modulation'] })],
    ['models[1].id', listOf(spec, spec)],
    ['models', { schema: 'openretouch/models@1', models: {} }],
  ])('names the place that is wrong: %s', (at, value) => {
    expect(faultOf(value).fields.at).toBe(at);
    expect(faultOf(value).message).toContain(`manifest ${at}: `);
  });
});
