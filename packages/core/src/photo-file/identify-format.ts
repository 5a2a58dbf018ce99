import { InvalidFileError, UnsupportedFormatError } from '../errors.js';
import { readBrands } from './avif.js';
import { decodeText, hasText } from './container.js';
import { isCameraRaw } from './tiff.js';
import { openTiff } from './tiff-directory.js';
import { ALL_PHOTO_FORMATS, displayPath, listFormats, type PhotoFormat, PHOTO_FORMATS } from './photo-format.js';

/** Extensions of camera raw files, for those that look like a plain TIFF and for listing folders. */
export const RAW_EXTENSIONS: ReadonlySet<string> = new Set(
  '3fr arw cap cr2 cr3 crw dcr dcs dng erf fff gpr iiq k25 kdc mef mos mrw nef nrw orf pef ptx raf raw rw2 rwl sr2 srf srw x3f'.split(' '),
);

interface KnownKind {
  readonly name: string;
  readonly format: string;
  readonly matches: (bytes: Uint8Array) => boolean;
  /** What the user does to get the picture in. */
  readonly advice: string;
}

const EXPORT_PHOTO = 'export it as JPEG or TIFF first';
const DEVELOP_RAW = 'develop it in a raw converter and export a 16-bit TIFF or a JPEG first';
const startsWith = (...texts: readonly string[]) => (bytes: Uint8Array): boolean => texts.some((text) => hasText(bytes, 0, text));
const hasBrand = (...brands: readonly string[]) => (bytes: Uint8Array): boolean => readBrands(bytes).some((brand) => brands.includes(brand));

/** Kinds people try, named so that nobody has to guess; the first that matches. */
const REFUSED_KINDS: readonly KnownKind[] = [
  { name: 'Canon CR3 camera raw', format: 'cr3', matches: hasBrand('crx '), advice: DEVELOP_RAW },
  { name: 'HEIC photo', format: 'heic', matches: hasBrand('heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'), advice: EXPORT_PHOTO },
  { name: 'Canon CR2 camera raw', format: 'cr2', matches: (bytes) => openTiff(bytes) !== undefined && hasText(bytes, 8, 'CR\u0002'), advice: DEVELOP_RAW },
  { name: 'Canon CRW camera raw', format: 'crw', matches: (bytes) => hasText(bytes, 6, 'HEAPCCDR'), advice: DEVELOP_RAW },
  { name: 'Fujifilm RAF camera raw', format: 'raf', matches: startsWith('FUJIFILMCCD-RAW'), advice: DEVELOP_RAW },
  { name: 'Olympus ORF camera raw', format: 'orf', matches: startsWith('IIRO', 'IIRS', 'MMOR'), advice: DEVELOP_RAW },
  { name: 'Panasonic RW2 camera raw', format: 'rw2', matches: startsWith('IIU\0'), advice: DEVELOP_RAW },
  { name: 'Minolta MRW camera raw', format: 'mrw', matches: startsWith('\0MRM'), advice: DEVELOP_RAW },
  { name: 'Sigma X3F camera raw', format: 'x3f', matches: startsWith('FOVb'), advice: DEVELOP_RAW },
  { name: 'GIF', format: 'gif', matches: startsWith('GIF87a', 'GIF89a'), advice: 'save a frame as PNG first' },
  { name: 'Photoshop document', format: 'psd', matches: startsWith('8BPS'), advice: 'save it flattened as TIFF or PNG first' },
  { name: 'GIMP document', format: 'xcf', matches: startsWith('gimp xcf'), advice: 'export it as TIFF or PNG first' },
  { name: 'PDF', format: 'pdf', matches: startsWith('%PDF-'), advice: 'export the page as PNG or TIFF first' },
  { name: 'BMP', format: 'bmp', matches: (bytes) => hasText(bytes, 0, 'BM') && bytes.length > 18 && bytes[17] === 0 && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14]), advice: 'save it as PNG first' },
  { name: 'JPEG XL', format: 'jxl', matches: (bytes) => hasText(bytes, 0, '\u00ff\u000a') || hasText(bytes, 4, 'JXL '), advice: EXPORT_PHOTO },
  { name: 'JPEG 2000', format: 'jp2', matches: (bytes) => hasText(bytes, 4, 'jP  ') || hasText(bytes, 0, '\u00ff\u004f\u00ff\u0051'), advice: EXPORT_PHOTO },
  { name: 'OpenEXR', format: 'exr', matches: startsWith('v/1\u0001'), advice: 'export it as 16-bit TIFF first' },
  { name: 'Radiance HDR', format: 'hdr', matches: startsWith('#?RADIANCE', '#?RGBE'), advice: 'export it as 16-bit TIFF first' },
  { name: 'icon', format: 'ico', matches: startsWith('\0\0\u0001\0', '\0\0\u0002\0'), advice: 'save it as PNG first' },
  { name: 'video', format: 'video', matches: (bytes) => readBrands(bytes).length > 0 || startsWith('\u001aE\u00df\u00a3')(bytes), advice: 'save a frame as PNG first' },
  { name: 'SVG drawing', format: 'svg', matches: isSvg, advice: 'export it as PNG first' },
];

/** Those of a format we know and do not take here. */
const CONVERT = 'save it as PNG or JPEG first';

/**
 * Tells a photo's format by its content; the extension only decides between a TIFF and the raw formats built on TIFF.
 *
 * @param bytes - the whole file.
 * @param path - for the extension and the message.
 * @param accepted - the formats the caller reads; by default all.
 * @throws {@link UnsupportedFormatError} for a known kind that is not accepted, with what to do; {@link InvalidFileError} for an
 * empty file and for anything else.
 */
export function identifyFormat(bytes: Uint8Array, path: string, accepted: readonly PhotoFormat[] = ALL_PHOTO_FORMATS): PhotoFormat {
  const format = findFormat(bytes, path, listFormats(accepted));
  if (!accepted.includes(format)) throw refuse(path, PHOTO_FORMATS[format].name, format, CONVERT, listFormats(accepted));
  return format;
}

function findFormat(bytes: Uint8Array, path: string, acceptedNames: string): PhotoFormat {
  const name = displayPath(path);
  if (bytes.length === 0) throw new InvalidFileError(`${name}: empty file (accepted: ${acceptedNames})`, { path, byteLength: 0 });
  if (hasText(bytes, 0, '\u00ff\u00d8\u00ff')) return 'jpeg';
  if (hasText(bytes, 0, '\u0089PNG\r\n\u001a\n')) return 'png';
  if (hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP')) return 'webp';
  if (hasBrand('avif', 'avis')(bytes)) return 'avif';
  const kind = REFUSED_KINDS.find(({ matches }) => matches(bytes));
  if (kind !== undefined) throw refuse(path, kind.name, kind.format, kind.advice, acceptedNames);
  const tiff = openTiff(bytes);
  if (tiff !== undefined) {
    const extension = /[^./\\]\.([^./\\]*)$/.exec(path)?.[1].toLowerCase() ?? '';
    if (RAW_EXTENSIONS.has(extension)) throw refuse(path, `${extension.toUpperCase()} camera raw`, extension, DEVELOP_RAW, acceptedNames);
    if (isCameraRaw(tiff)) throw refuse(path, 'camera raw', 'raw', DEVELOP_RAW, acceptedNames);
    return 'tiff';
  }
  throw new InvalidFileError(`${name}: not a photo (accepted: ${acceptedNames})`, { path });
}

function refuse(path: string, kind: string, format: string, advice: string, acceptedNames: string): UnsupportedFormatError {
  return new UnsupportedFormatError(`${displayPath(path)}: ${kind} (accepted: ${acceptedNames}); ${advice}`, { path, format });
}

function isSvg(bytes: Uint8Array): boolean {
  const head = decodeText(bytes.subarray(0, 1024)).trimStart();
  return /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(head);
}
