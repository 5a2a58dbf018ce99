export { ICC_PROFILE_RESOURCE, insertImageResource, readImageResource } from './image-resources.js';
export { type PsdLayer, type PsdLayerKind, requireRetouchable } from './psd-layer.js';
export { type PsdHeader, readPsdHeader } from './psd-header.js';
export { type PsdSnapshot, readPsdSnapshot } from './psd-snapshot.js';
export { readLayerMask, readLayerPixels } from './read-layer.js';
export { type PsdBase, writeResultPsd, type WriteResultOptions, type WrittenResult } from './write-result.js';
