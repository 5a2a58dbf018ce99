import type { EncodedSpace } from '../../raster/raster.js';
import { joinBytes, latinBytes, padToFour, uint16Bytes, uint32Bytes, type IccVersion } from './icc-bytes.js';

const SPACE_NAMES: Readonly<Record<EncodedSpace, string>> = { srgb: 'sRGB IEC61966-2.1', 'display-p3': 'Display P3' };

/** The description as a tag: textDescriptionType before version 4, multiLocalizedUnicodeType since. */
export function descriptionTag(ascii: string, version: IccVersion): Uint8Array {
  return version === 2 ? textDescription(`${ascii}\0`) : localizedText(ascii);
}

/** The copyright as a tag: textType before version 4. */
export function copyrightTag(ascii: string, version: IccVersion): Uint8Array {
  return version === 2 ? joinBytes(latinBytes('text'), uint32Bytes(0), latinBytes(`${ascii}\0`)) : localizedText(ascii);
}

/** @returns the text of a description tag as {@link descriptionTag} writes it. */
export function readDescription(tag: Uint8Array): string {
  const isOld = tag[0] === 0x64;
  const text = isOld ? tag.subarray(12, tag.indexOf(0, 12)) : tag.subarray(28).filter((_, i) => i % 2 === 1);
  return String.fromCharCode(...text);
}

/**
 * The sequence of profiles a link was made from: the space, twice, because it goes in and comes out.
 *
 * @see ICC.1:2001-04, 6.5.12; ICC.1:2022, 10.19 (profileSequenceDescType).
 */
export function sequenceTag(space: EncodedSpace, version: IccVersion): Uint8Array {
  const entry = joinBytes(new Uint8Array(20), embeddedText('', version), embeddedText(SPACE_NAMES[space], version));
  return joinBytes(latinBytes('pseq'), uint32Bytes(0, 2), entry, entry);
}

/** Readers differ on whether texts in a sequence are padded; a length of whole fours leaves nothing to differ about. */
function embeddedText(ascii: string, version: IccVersion): Uint8Array {
  if (version === 4) return padToFour(localizedText(ascii));
  const length = ascii.length + 1;
  return textDescription(ascii.padEnd(length + ((6 - (length % 4)) % 4), '\0'));
}

/** @param ascii - ends in a zero. @see ICC.1:2001-04, 6.5.17: no Unicode, no Macintosh script. */
function textDescription(ascii: string): Uint8Array {
  return joinBytes(latinBytes('desc'), uint32Bytes(0, ascii.length), latinBytes(ascii), new Uint8Array(4 + 4 + 2 + 1 + 67));
}

/** @see ICC.1:2022, 10.15: one record, en-US, UTF-16. */
function localizedText(ascii: string): Uint8Array {
  const text = uint16Bytes(Array.from(ascii, (character) => character.charCodeAt(0)));
  return joinBytes(latinBytes('mluc'), uint32Bytes(0, 1, 12), latinBytes('enUS'), uint32Bytes(text.length, 28), text);
}
