export { decodePhoto } from './files/decode-photo.js';
export { encodePhoto } from './files/encode-photo.js';
export { listPhotos } from './files/list-photos.js';
export type { DecodedPhoto, EncodedPhoto, PhotoFormat, PhotoMetadata } from './files/photo.js';
export { readMask } from './files/read-mask.js';
export { removeTemporaryFilesOnExit, writeFileAtomically } from './files/write-atomically.js';
export type { FileAccess } from './host/file-access.js';
export { FileHost, type FileHostOptions } from './host/file-host.js';
