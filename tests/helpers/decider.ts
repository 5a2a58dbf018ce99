import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createDecider, createOrtRuntime, type Decider, type DeciderOptions } from '@openretouch/core/inference';
import { manifest } from '@openretouch/models';
import * as ort from 'onnxruntime-web';

const models = fileURLToPath(new URL('../../models/', import.meta.url));

export const fetchModelBytes = async (file: string): Promise<Uint8Array> => new Uint8Array(await readFile(models + file));

export const ortRuntime = createOrtRuntime(ort);

/** The shipped models, run by onnxruntime-web in this process. */
export function createShippedDecider(options: Partial<DeciderOptions> = {}): Decider {
  return createDecider({ manifest, fetchBytes: fetchModelBytes, runtime: ortRuntime, ...options });
}
