import json from '../manifest.json' with { type: 'json' };
import type { ModelEntry, ModelManifest } from './manifest.js';

export {
  MANIFEST_SCHEMA_ID,
  type MeasuredQuality,
  type ModelEntry,
  type ModelInput,
  type ModelManifest,
  type ModelOperation,
  type ModelOutput,
  type ModelTensor,
  type TensorEncoding,
  type TrainingSource,
} from './manifest.js';

/** Every model this package holds, as `manifest.json` lists them. */
export const manifest: ModelManifest = json;

/** @returns the model of that id, or `undefined`. */
export function findModel(id: string): ModelEntry | undefined {
  return manifest.models.find((model) => model.id === id);
}
