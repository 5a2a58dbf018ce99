// Runs the models of learned operations, in a runtime that the caller brings along. The main entry does without any of this.
export { checkModelFile } from './check-model.js';
export { createDecider, type Decider, type DeciderOptions } from './create-decider.js';
export type { BakeNetwork } from './csrnet/bake-color-map.js';
export type { FoldedNetwork } from './csrnet/network.js';
export { chooseExecutionProvider, type ChooseProviderOptions, type ExecutionProviderChoice, type GpuProbe } from './execution-provider.js';
export { checkManifest, MAXIMUM_MODEL_BYTES, MODEL_MANIFEST_SCHEMA_ID, type ModelList, type ModelSpec, type TensorSpec } from './manifest.js';
export type { FetchBytes, ModelCache } from './model-store.js';
export type { OnnxBorder, OnnxModel, OnnxNode, OnnxTensor } from './onnx/read-model.js';
export { createOrtRuntime, type OrtModule, type OrtRuntimeOptions } from './ort-runtime.js';
export type { EmbedPhotoOptions } from './pienet/embed-photo.js';
export type { ExecutionProviderName, InferenceRuntime, RuntimeSession, Tensor, Tensors } from './runtime.js';
export { type BuiltInStyle, STYLE_LIST_SCHEMA_ID, type StyleList } from './style-list.js';
