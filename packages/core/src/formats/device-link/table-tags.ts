import { joinBytes, latinBytes, padToFour, readSignature, readUint16s, uint16Bytes, uint32Bytes } from './icc-bytes.js';

/** The parts of a table tag: nodes an edge, nodes in ICC order, and the curve of all three outputs. Inputs are taken as they are. */
export interface TableParts {
  readonly size: number;
  readonly nodes: Uint16Array;
  readonly output: Uint16Array;
}

const IDENTITY = uint16Bytes([0, 65535]);
const UNIT_MATRIX = uint32Bytes(65536, 0, 0, 0, 65536, 0, 0, 0, 65536);
const LUT16_HEADER_BYTES = 52;
const AB_HEADER_BYTES = 32;
const CURVE_HEADER_BYTES = 12;
const GRID_HEADER_BYTES = 20;

/** @see ICC.1:2022, 10.10 (lut16Type): input tables, nodes, output tables. */
export function lut16Tag({ size, nodes, output }: TableParts): Uint8Array {
  const curve = uint16Bytes(output);
  return joinBytes(latinBytes('mft2'), uint32Bytes(0), Uint8Array.of(3, 3, size, 0), UNIT_MATRIX, uint16Bytes([2, output.length]), IDENTITY, IDENTITY, IDENTITY, uint16Bytes(nodes), curve, curve, curve);
}

/** @see ICC.1:2022, 10.12 (lutAToBType): "A" curves, nodes, "B" curves. */
export function lutAToBTag({ size, nodes, output }: TableParts): Uint8Array {
  const empty = curveTag([]);
  const curve = output.length === 2 ? empty : padToFour(curveTag(output));
  const grid = padToFour(joinBytes(new Uint8Array(16).fill(size, 0, 3), Uint8Array.of(2, 0, 0, 0), uint16Bytes(nodes)));
  const gridOffset = AB_HEADER_BYTES + curve.length * 3;
  const offsets = uint32Bytes(AB_HEADER_BYTES, 0, 0, gridOffset, gridOffset + grid.length);
  return joinBytes(latinBytes('mAB '), uint32Bytes(0), Uint8Array.of(3, 3, 0, 0), offsets, curve, curve, curve, grid, empty, empty, empty);
}

/** @returns the parts of either tag as written here; `undefined` for other contents, which other programs may write. */
export function readTableTag(tag: Uint8Array): TableParts | undefined {
  if (tag.length < LUT16_HEADER_BYTES || tag[8] !== 3 || tag[9] !== 3) return undefined;
  const kind = readSignature(tag, 0);
  const parts = kind === 'mft2' ? readLut16(tag) : kind === 'mAB ' ? readLutAToB(tag) : undefined;
  if (parts === undefined) return undefined;
  const again = kind === 'mft2' ? lut16Tag(parts) : lutAToBTag(parts);
  return again.length === tag.length && again.every((value, i) => value === tag[i]) ? parts : undefined;
}

function readLut16(tag: Uint8Array): TableParts | undefined {
  const size = tag[10];
  const [outputCount] = readUint16s(tag, 50, 1);
  const nodesAt = LUT16_HEADER_BYTES + 3 * IDENTITY.length;
  const outputAt = nodesAt + size ** 3 * 6;
  if (outputAt + outputCount * 6 !== tag.length) return undefined;
  return { size, nodes: readUint16s(tag, nodesAt, size ** 3 * 3), output: readUint16s(tag, outputAt, outputCount) };
}

function readLutAToB(tag: Uint8Array): TableParts | undefined {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const gridOffset = view.getUint32(24);
  const count = view.getUint32(AB_HEADER_BYTES + 8);
  if (gridOffset + GRID_HEADER_BYTES > tag.length || AB_HEADER_BYTES + CURVE_HEADER_BYTES + count * 2 > tag.length) return undefined;
  const size = tag[gridOffset];
  const nodesAt = gridOffset + GRID_HEADER_BYTES;
  if (nodesAt + size ** 3 * 6 > tag.length) return undefined;
  const output = count === 0 ? Uint16Array.of(0, 65535) : readUint16s(tag, AB_HEADER_BYTES + CURVE_HEADER_BYTES, count);
  return { size, nodes: readUint16s(tag, nodesAt, size ** 3 * 3), output };
}

/** @see ICC.1:2022, 10.6 (curveType): no entries are the identity. */
function curveTag(entries: ArrayLike<number>): Uint8Array {
  return joinBytes(latinBytes('curv'), uint32Bytes(0, entries.length), uint16Bytes(entries));
}
