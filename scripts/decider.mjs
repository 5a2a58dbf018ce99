// Runs the repository's own models for scripts that show looks, some of which are learned.
import { readFile } from 'node:fs/promises';
import { createDecider, createOrtRuntime } from '@openretouch/core/inference';
import { manifest } from '@openretouch/models';
import * as ort from 'onnxruntime-web';

const models = new URL('../models/', import.meta.url);

/** For the option `decide` of `retouch`; the runtime starts with the first decision. */
export const { decide } = createDecider({ manifest, fetchBytes: async (file) => new Uint8Array(await readFile(new URL(file, models))), runtime: createOrtRuntime(ort) });
