import { HostError } from '@openretouch/core';

/** What the header says of a document that can be retouched. */
export interface PsdHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
}

const HEADER_BYTES = 26;
const RGB = 3;
const COLOR_MODES: Readonly<Record<number, string>> = { 0: 'bitmap', 1: 'greyscale', 2: 'indexed colour', 3: 'RGB', 4: 'CMYK', 7: 'multichannel', 8: 'duotone', 9: 'Lab' };

/**
 * Reads the header of a PSD or PSB file.
 *
 * @throws HostError `read-failed` for other bytes, `unsupported` with `fields.feature` `color-mode` or `bit-depth` for a
 * document that is not RGB of 8 or 16 bits.
 * @see Adobe Photoshop File Formats Specification, November 2019, "File Header Section"
 */
export function readPsdHeader(psd: Uint8Array): PsdHeader {
  const view = new DataView(psd.buffer, psd.byteOffset, psd.byteLength);
  const isPsd = psd.length >= HEADER_BYTES && view.getUint32(0) === 0x38425053 && [1, 2].includes(view.getUint16(4));
  if (!isPsd) throw new HostError('read-failed', `snapshot: ${psd.length} bytes that are no PSD document (expected one that begins with 8BPS)`, { fields: { byteCount: psd.length } });
  const [height, width] = [view.getUint32(14), view.getUint32(18)];
  const [bitDepth, colorMode] = [view.getUint16(22), view.getUint16(24)];
  if (colorMode !== RGB) {
    const name = COLOR_MODES[colorMode] ?? `colour mode ${colorMode}`;
    throw new HostError('unsupported', `document: ${name} (expected RGB; change it with Image > Mode)`, { fields: { feature: 'color-mode', value: name } });
  }
  if (bitDepth !== 8 && bitDepth !== 16) {
    throw new HostError('unsupported', `document: ${bitDepth} bits a channel (expected 8 or 16; change it with Image > Mode)`, { fields: { feature: 'bit-depth', value: bitDepth } });
  }
  return { width, height, bitDepth };
}
