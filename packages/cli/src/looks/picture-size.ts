import { isPng } from '@openretouch/core';
import { openTiff, readDirectory, readNumber } from '@openretouch/core/photo-file';

const TIFF_WIDTH = 256;
const TIFF_HEIGHT = 257;

/** @returns width and height a PNG, TIFF or JPEG says it has, `undefined` for anything else. */
export function pictureSize(bytes: Uint8Array): readonly [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isPng(bytes)) return bytes.length < 24 ? undefined : [view.getUint32(16), view.getUint32(20)];
  const tiff = openTiff(bytes);
  if (tiff !== undefined) {
    const directory = readDirectory(tiff, tiff.firstOffset);
    const width = directory && readNumber(tiff, directory, TIFF_WIDTH);
    const height = directory && readNumber(tiff, directory, TIFF_HEIGHT);
    return width === undefined || height === undefined ? undefined : [width, height];
  }
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? jpegSize(view) : undefined;
}

/** The frame header's fields; it is the first of the markers C0 to CF that is no table. @see ITU-T T.81, B.2.2 */
function jpegSize(view: DataView): readonly [number, number] | undefined {
  for (let offset = 2; offset + 9 <= view.byteLength && view.getUint8(offset) === 0xff; offset += 2 + view.getUint16(offset + 2)) {
    const marker = view.getUint8(offset + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(offset + 7), view.getUint16(offset + 5)];
  }
  return undefined;
}
