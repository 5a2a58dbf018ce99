/** A JPEG's marker segment up to the picture data. */
export interface JpegSegment {
  readonly marker: number;
  readonly payload: Uint8Array;
  /** Where the marker begins, and where the segment ends. */
  readonly start: number;
  readonly end: number;
}

/** @returns whether a marker begins a frame, whose header holds the size. @see ITU-T T.81, table B.1 */
export function isJpegFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** @returns the segments before the first scan; fewer where the file breaks off. @see ITU-T T.81, B.1.1.4 */
export function listJpegSegments(bytes: Uint8Array): JpegSegment[] {
  const segments: JpegSegment[] = [];
  for (let start = 2; start + 4 <= bytes.length && bytes[start] === 0xff; ) {
    const marker = bytes[start + 1];
    if (marker === 0xff) {
      start += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const end = start + 2 + bytes[start + 2] * 256 + bytes[start + 3];
    if (end < start + 4 || end > bytes.length) break;
    segments.push({ marker, payload: bytes.subarray(start + 4, end), start, end });
    start = end;
  }
  return segments;
}

/**
 * Takes from a JPEG what changes how its picture is shown: EXIF with its orientation, profiles, gain maps, further pictures.
 *
 * @param keepsProfile - whether the colour profile stays.
 * @returns the parts of the bare file, which alias the file's bytes. Adobe's segment stays: it says how the components are coded.
 */
export function bareJpeg(bytes: Uint8Array, keepsProfile: boolean): Uint8Array[] {
  const segments = listJpegSegments(bytes);
  const isKept = ({ marker, payload }: JpegSegment): boolean => {
    if (marker < 0xe0 || marker > 0xef) return marker !== 0xfe;
    return marker === 0xe0 || marker === 0xee || (keepsProfile && marker === 0xe2 && String.fromCharCode(...payload.subarray(0, 11)) === 'ICC_PROFILE');
  };
  const rest = segments.at(-1)?.end ?? 2;
  return [bytes.subarray(0, 2), ...segments.filter(isKept).map(({ start, end }) => bytes.subarray(start, end)), bytes.subarray(rest)];
}
