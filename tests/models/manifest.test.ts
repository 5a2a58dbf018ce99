import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findModel, manifest, MANIFEST_SCHEMA_ID } from '@openretouch/models';
import { describe, expect, it } from 'vitest';

const models = fileURLToPath(new URL('../../models/', import.meta.url));
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(models + file)).digest('hex');

describe('the model manifest', () => {
  it('carries the schema id of its types', () => {
    expect(manifest.schema).toBe(MANIFEST_SCHEMA_ID);
  });

  it('lists exactly the weights that are there, by their hashes', () => {
    const files = readdirSync(models, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
    const weights = files.filter((file) => file.endsWith('.onnx') && !file.startsWith('node_modules/'));
    const found = Object.fromEntries(weights.map((file) => [file, hashOf(file)]));
    expect(Object.fromEntries(manifest.models.map(({ file, sha256 }) => [file, sha256]))).toEqual(found);
  });

  it('has no model under a name it does not list', () => {
    expect(findModel('no-such-model')).toBeUndefined();
  });
});
