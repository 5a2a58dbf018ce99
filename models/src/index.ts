import json from '../manifest.json' with { type: 'json' };
import styles from '../pienet-styles.json' with { type: 'json' };
import type { ModelEntry, ModelManifest } from './manifest.js';

export { ModelFileError, type ModelFileErrorCode } from './import/bytes/model-file-error.js';
export { type CheckpointTensor, MAXIMUM_CHECKPOINT_BYTES, readCheckpoint } from './import/checkpoint/read-checkpoint.js';
export { CONDITION_SIDE_RANGE, CONDITION_TILES, importCsrnet, type ImportCsrnetOptions, type ImportedCondition, type ImportedGraph, MODEL_ID, PUBLISHED_CONDITION_SIDE } from './import/csrnet/import-csrnet.js';

export {
  type BuiltInStyle,
  MANIFEST_SCHEMA_ID,
  type MeasuredQuality,
  type ModelEntry,
  type ModelInput,
  type ModelManifest,
  type ModelOperation,
  type ModelOutput,
  type ModelTensor,
  type StyleList,
  type TensorEncoding,
  type TrainingSource,
} from './manifest.js';

/** Every model this package holds, as `manifest.json` lists them, and the built-in styles of `pienet-styles.json`. */
export const manifest: ModelManifest = { ...json, styles };

/** @returns the model of that id, or `undefined`. */
export function findModel(id: string): ModelEntry | undefined {
  return manifest.models.find((model) => model.id === id);
}
