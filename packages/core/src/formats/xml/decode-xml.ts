import { InvalidFileError } from '../../errors.js';
import { decodeUtf8 } from '../../recipe/utf8.js';

/**
 * Decodes the bytes of an XML document: UTF-8, with or without byte order mark. The mark stays, so that offsets are those of the
 * file's text.
 *
 * @throws {@link InvalidFileError} code `invalid-encoding` for UTF-16, UTF-32 and malformed UTF-8, with the offset of the byte.
 */
export function decodeXml(bytes: Uint8Array): string {
  const wide = findWideEncoding(bytes);
  if (wide !== undefined) throw encodingFault(`${wide} text`, { offset: 0 });
  const decoded = decodeUtf8(bytes);
  if ('text' in decoded) return decoded.text;
  const { invalidByte } = decoded;
  throw encodingFault(`byte 0x${bytes[invalidByte].toString(16).padStart(2, '0')} at offset ${invalidByte}`, { offset: invalidByte });
}

/** @throws {@link InvalidFileError} when an XML declaration names an encoding that the bytes were not read as. */
export function requireUtf8Declaration(encoding: string | undefined): void {
  if (encoding === undefined || /^(?:utf-?8|us-ascii|ascii)$/i.test(encoding)) return;
  throw encodingFault(`an XML declaration of ${JSON.stringify(encoding)}`, { value: encoding });
}

function encodingFault(found: string, fields: Readonly<Record<string, unknown>>): InvalidFileError {
  return new InvalidFileError(`${found} (expected UTF-8)`, { ...fields, expected: 'UTF-8 text' }, { code: 'invalid-encoding' });
}

/** @see W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)", appendix F.1: encodings told by the first four bytes. */
function findWideEncoding([a, b, c, d]: Uint8Array): string | undefined {
  if ((a === 0 && b === 0) || (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0x3c && b === 0 && c === 0)) return 'UTF-32';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0x3c && b === 0) || (a === 0 && b === 0x3c)) return 'UTF-16';
  return undefined;
}
