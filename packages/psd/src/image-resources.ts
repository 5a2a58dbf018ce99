/** Image resource of the document's ICC profile. @see Adobe Photoshop File Formats Specification, November 2019, "Image Resource IDs" */
export const ICC_PROFILE_RESOURCE = 1039;

const HEADER_BYTES = 26;
const BLOCK_SIGNATURE = 0x3842494d;

interface ResourceSection {
  /** Of the section's length field. */
  readonly lengthAt: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads an image resource of a PSD or PSB file.
 *
 * @returns `undefined` when there is none, or the section is damaged before it.
 * @remarks ag-psd passes over the ICC profile, reading and writing; colours without it mean nothing.
 */
export function readImageResource(psd: Uint8Array, id: number): Uint8Array | undefined {
  const view = new DataView(psd.buffer, psd.byteOffset, psd.byteLength);
  const section = findSection(psd, view);
  if (section === undefined) return undefined;
  let at = section.start;
  while (at + 12 <= section.end && view.getUint32(at) === BLOCK_SIGNATURE) {
    const nameBytes = roundUpToTwo(1 + view.getUint8(at + 6));
    const dataAt = at + 6 + nameBytes + 4;
    if (dataAt > section.end) return undefined;
    const length = view.getUint32(dataAt - 4);
    if (dataAt + length > section.end) return undefined;
    if (view.getUint16(at + 4) === id) return psd.subarray(dataAt, dataAt + length);
    at = dataAt + roundUpToTwo(length);
  }
  return undefined;
}

/** @returns a PSD file with a further image resource, the first of its section. */
export function insertImageResource(psd: Uint8Array, id: number, data: Uint8Array): Uint8Array {
  const section = findSection(psd, new DataView(psd.buffer, psd.byteOffset, psd.byteLength));
  if (section === undefined) throw new RangeError('image resources: not found (expected a whole PSD file)');
  const block = new Uint8Array(12 + roundUpToTwo(data.length));
  const blockView = new DataView(block.buffer);
  blockView.setUint32(0, BLOCK_SIGNATURE);
  blockView.setUint16(4, id);
  blockView.setUint32(8, data.length);
  block.set(data, 12);

  const result = new Uint8Array(psd.length + block.length);
  result.set(psd.subarray(0, section.start));
  result.set(block, section.start);
  result.set(psd.subarray(section.start), section.start + block.length);
  new DataView(result.buffer).setUint32(section.lengthAt, section.end - section.start + block.length);
  return result;
}

function findSection(psd: Uint8Array, view: DataView): ResourceSection | undefined {
  if (psd.length < HEADER_BYTES + 8) return undefined;
  const lengthAt = HEADER_BYTES + 4 + view.getUint32(HEADER_BYTES);
  if (lengthAt + 4 > psd.length) return undefined;
  const start = lengthAt + 4;
  const end = start + view.getUint32(lengthAt);
  return end > psd.length ? undefined : { lengthAt, start, end };
}

function roundUpToTwo(value: number): number {
  return value + (value % 2);
}
