import { ModelFileError } from './model-file-error.js';

/** Reads little-endian numbers one after the other and refuses to read past the end. */
export class ByteCursor {
  private readonly view: DataView;

  /** @param what - the thing being read, for messages: `data.pkl`. */
  constructor(
    readonly bytes: Uint8Array,
    public position: number,
    private readonly what: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  int64(): bigint {
    return this.view.getBigInt64(this.advance(8), true);
  }

  /** The one big-endian number of pickles. */
  bigEndianFloat64(): number {
    return this.view.getFloat64(this.advance(8), false);
  }

  /** @returns a view, not a copy. */
  take(byteCount: number): Uint8Array {
    const start = this.advance(byteCount);
    return this.bytes.subarray(start, start + byteCount);
  }

  /** @returns the bytes up to the next line feed, which is passed over. */
  line(): Uint8Array {
    const end = this.bytes.indexOf(LINE_FEED, this.position);
    if (end < 0) throw this.tooShort();
    const line = this.take(end - this.position);
    this.position += 1;
    return line;
  }

  private advance(byteCount: number): number {
    const start = this.position;
    if (byteCount > this.bytes.length - start) throw this.tooShort();
    this.position = start + byteCount;
    return start;
  }

  private tooShort(): ModelFileError {
    return new ModelFileError('damaged-file', `${this.what}: ends at byte ${this.bytes.length}, in the middle of what it says (expected a whole file)`);
  }
}

const LINE_FEED = 10;

/**
 * Decodes UTF-8.
 *
 * @throws ModelFileError `damaged-file` when it is none.
 */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    throw new ModelFileError('damaged-file', `${what}: a text that is not UTF-8`);
  }
}
