import { InvalidFileError, UnsupportedFormatError } from '../errors.js';
import { buildExifFromTiff } from './build-exif.js';
import { readDensity, TAG_ORIENTATION } from './exif.js';
import { openTiff, readDirectories, readNumber, readNumbers, readSubdirectories, readValueBytes, type TiffDirectory, type TiffEntry, type TiffSource } from './tiff-directory.js';
import { checkPixelCount, decodeText, type Container } from './container.js';

const TAG_NEW_SUBFILE_TYPE = 0x00fe;
const TAG_SUBFILE_TYPE = 0x00ff;
const TAG_WIDTH = 0x0100;
const TAG_HEIGHT = 0x0101;
const TAG_BITS_PER_SAMPLE = 0x0102;
const TAG_COMPRESSION = 0x0103;
const TAG_PHOTOMETRIC = 0x0106;
const TAG_SUB_DIRECTORIES = 0x014a;
const TAG_EXTRA_SAMPLES = 0x0152;
const TAG_SAMPLE_FORMAT = 0x0153;
const TAG_XMP = 0x02bc;
const TAG_IPTC = 0x83bb;
const TAG_ICC = 0x8773;
const TAG_DNG_VERSION = 0xc612;

/** Colour filter array and linear raw, TIFF/EP and DNG. */
const RAW_PHOTOMETRICS: ReadonlySet<number> = new Set([32803, 34892]);
/** Each IPTC-IIM record begins with it. */
const IPTC_MARKER = 0x1c;
/** CIE, ICC and ITU Lab. */
const LAB_PHOTOMETRICS: ReadonlySet<number> = new Set([8, 9, 10]);
/** Sony, Nikon, Pentax and Samsung raw data. */
const RAW_COMPRESSIONS: ReadonlySet<number> = new Set([32767, 34713, 65535, 32770]);

/** @returns whether a TIFF holds camera raw data, whose first directory is only a small preview. */
export function isCameraRaw(source: TiffSource): boolean {
  const main = readDirectories(source);
  const all = [...main, ...main.flatMap((directory) => readSubdirectories(source, directory, TAG_SUB_DIRECTORIES))];
  return all.some((directory) => {
    const photometric = readNumber(source, directory, TAG_PHOTOMETRIC) ?? 0;
    const compression = readNumber(source, directory, TAG_COMPRESSION) ?? 1;
    return directory.entries.has(TAG_DNG_VERSION) || RAW_PHOTOMETRICS.has(photometric) || RAW_COMPRESSIONS.has(compression);
  });
}

/**
 * Reads a TIFF's directories.
 *
 * @throws {@link UnsupportedFormatError} for several pages, Lab, floating point and unusual depths, {@link InvalidFileError} when there
 * is no directory or the picture is too large.
 * @see TIFF 6.0; Adobe Photoshop TIFF technical notes; ICC.1:2022, B.3.
 */
export function readTiff(bytes: Uint8Array, name: string): Container {
  const source = openTiff(bytes);
  const directories = source ? readDirectories(source) : [];
  if (source === undefined || directories.length === 0) {
    throw new InvalidFileError(`${name}: TIFF without a readable directory; the file is damaged or cut short`, { path: name, format: 'tiff' });
  }
  const page = choosePage(source, directories, name);
  const main = directories[page];
  // Before the decoder looks: it prints complaints of its own about sizes no picture has.
  checkPixelCount(readNumber(source, main, TAG_WIDTH) ?? 0, readNumber(source, main, TAG_HEIGHT) ?? 0, name);
  checkSamples(source, main, name);
  const notes: string[] = [];
  const icc = main.entries.get(TAG_ICC);
  const xmp = main.entries.get(TAG_XMP);
  const iptc = main.entries.get(TAG_IPTC);
  const exif = buildExifFromTiff(source, main);
  const density = readDensity(source, main);
  const orientation = readNumber(source, main, TAG_ORIENTATION) ?? 1;
  const [extra] = readNumbers(source, main.entries.get(TAG_EXTRA_SAMPLES));
  return {
    color: icc ? { kind: 'icc', bytes: Uint8Array.from(readValueBytes(source, icc)) } : { kind: 'untagged' },
    ...(exif && { exif }),
    ...(xmp && { xmp: decodeText(readValueBytes(source, xmp)).replace(/\0+$/, '') }),
    ...(iptc && { iptc: readIptc(source, iptc) }),
    ...(density && { density }),
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    page,
    // Unspecified data (0) is no transparency: printers' spot channels and saved selections are stored so. Premultiplied colours
    // (1) are made straight by the decoder.
    extraChannel: extra === 1 || extra === 2 ? 'alpha' : 'none',
    notes,
  };
}

/** Written as bytes, or, by an old custom, as long words of bytes in the file's order: then their order is turned back. */
function readIptc(source: TiffSource, entry: TiffEntry): Uint8Array {
  const bytes = Uint8Array.from(readValueBytes(source, entry));
  return entry.type === 4 && bytes[0] !== IPTC_MARKER ? Uint8Array.from(bytes, (_, index) => bytes[(index & ~3) + 3 - (index & 3)]) : bytes;
}

/** Thumbnails and transparency masks may stand beside the one picture; a second picture may not. */
function choosePage(source: TiffSource, directories: readonly TiffDirectory[], name: string): number {
  const pages = directories.filter((directory) => {
    const isReducedOrMask = ((readNumber(source, directory, TAG_NEW_SUBFILE_TYPE) ?? 0) & 5) !== 0;
    return !isReducedOrMask && readNumber(source, directory, TAG_SUBFILE_TYPE) !== 2;
  });
  if (pages.length > 1) {
    throw new UnsupportedFormatError(`${name}: TIFF with ${pages.length} pages (accepted: one picture per file); save each page as a file of its own first`, { path: name, format: 'tiff', pages: pages.length });
  }
  return pages.length === 1 ? directories.indexOf(pages[0]) : 0;
}

function checkSamples(source: TiffSource, main: TiffDirectory, name: string): void {
  const bits = readNumbers(source, main.entries.get(TAG_BITS_PER_SAMPLE));
  const photometric = readNumber(source, main, TAG_PHOTOMETRIC) ?? 0;
  if (LAB_PHOTOMETRICS.has(photometric)) {
    throw new UnsupportedFormatError(`${name}: Lab TIFF (accepted: RGB, grey, CMYK); export it as RGB first`, { path: name, format: 'tiff', photometric });
  }
  const formats = readNumbers(source, main.entries.get(TAG_SAMPLE_FORMAT));
  if (formats.some((format) => format === 3)) {
    throw new UnsupportedFormatError(`${name}: ${bits[0] ?? 32}-bit floating-point TIFF (accepted: 8 or 16 bit); export it as 16-bit TIFF first`, { path: name, format: 'tiff', bitDepth: bits[0] ?? 32 });
  }
  if (formats.some((format) => format !== 1 && format !== 4)) {
    throw new UnsupportedFormatError(`${name}: TIFF of signed or complex numbers (accepted: unsigned 8 or 16 bit); export it as 16-bit TIFF first`, { path: name, format: 'tiff' });
  }
  const unusual = bits.find((depth) => ![1, 2, 4, 8, 16].includes(depth));
  if (unusual !== undefined) {
    throw new UnsupportedFormatError(`${name}: ${unusual}-bit TIFF (accepted: 8 or 16 bit); export it as 16-bit TIFF first`, { path: name, format: 'tiff', bitDepth: unusual });
  }
}
