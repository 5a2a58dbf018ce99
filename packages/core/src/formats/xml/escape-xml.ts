/** What XML 1.0 has no place for, also as a reference: most control characters, halves of surrogate pairs, two noncharacters. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };

/**
 * Writes text so that it is the same again when it is read, in an element or an attribute in quotes of either kind.
 *
 * @returns text without markup; characters XML cannot hold are U+FFFD.
 * @see W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)", 2.2 (characters) and 3.3.3 (attribute-value normalisation)
 */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"'\t\n\r]/g, (character) => REFERENCES[character]);
}
