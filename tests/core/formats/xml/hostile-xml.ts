const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, order: 'le' | 'be', hasMark: boolean): Uint8Array => {
  const bytes = new Uint8Array((text.length + 1) * 2);
  const view = new DataView(bytes.buffer);
  [...`\ufeff${text}`].forEach((character, i) => view.setUint16(i * 2, character.charCodeAt(0), order === 'le'));
  return hasMark ? bytes : bytes.subarray(2);
};

/** A document that is refused: the code, and a part of the message that says why. */
export interface HostileXml {
  readonly name: string;
  readonly source: string | Uint8Array;
  readonly code: string;
  readonly message: RegExp;
}

const NESTED_ENTITIES = Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join('\n');

/** Attacks and faults, each of a kind of its own. */
export const HOSTILE_XML: readonly HostileXml[] = [
  { name: 'entities that expand a billionfold', source: `<!DOCTYPE a [<!ENTITY lol0 "lol">${NESTED_ENTITIES}]><a>&lol9;</a>`, code: 'invalid-xml', message: /document type declaration/ },
  { name: 'an external entity', source: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', code: 'invalid-xml', message: /document type declaration/ },
  { name: 'a parameter entity', source: '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.invalid/x.dtd">%p;]><a/>', code: 'invalid-xml', message: /document type declaration/ },
  { name: 'an external document type', source: '<!DOCTYPE a SYSTEM "x.dtd"><a/>', code: 'invalid-xml', message: /document type declaration/ },
  { name: 'an entity nobody declared', source: '<a>&nbsp;</a>', code: 'invalid-xml', message: /undefined entity/ },
  { name: 'an entity named like a property of objects', source: '<a>&constructor;</a>', code: 'invalid-xml', message: /undefined entity/ },
  { name: 'elements nested without end', source: '<a>'.repeat(100_000), code: 'too-large', message: /deeper than 64/ },
  { name: 'elements without number', source: `<a>${'<b/>'.repeat(100_001)}</a>`, code: 'too-large', message: /more than 100000 elements/ },
  { name: 'attributes without number', source: `<a ${Array.from({ length: 2049 }, (_, i) => `b${i}=""`).join(' ')}/>`, code: 'too-large', message: /more than 2048 attributes/ },
  { name: 'a huge attribute', source: `<a b="${'x'.repeat(512 * 1024 + 1)}"/>`, code: 'too-large', message: /attribute b of 524289 characters/ },
  { name: 'a huge document', source: new Uint8Array(1024 * 1024 + 1), code: 'too-large', message: /1048577 bytes/ },
  { name: 'UTF-16, little-endian, with its mark', source: utf16('<a/>', 'le', true), code: 'invalid-encoding', message: /UTF-16/ },
  { name: 'UTF-16, big-endian, with its mark', source: utf16('<a/>', 'be', true), code: 'invalid-encoding', message: /UTF-16/ },
  { name: 'UTF-16, little-endian, without a mark', source: utf16('<a/>', 'le', false), code: 'invalid-encoding', message: /UTF-16/ },
  { name: 'UTF-16, big-endian, without a mark', source: utf16('<a/>', 'be', false), code: 'invalid-encoding', message: /UTF-16/ },
  { name: 'UTF-32', source: Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c), code: 'invalid-encoding', message: /UTF-32/ },
  { name: 'UTF-8 that ends within a character', source: Uint8Array.of(...utf8('<a>'), 0xe2, 0x82, ...utf8('</a>')), code: 'invalid-encoding', message: /byte 0xe2 at offset 3/ },
  { name: 'an overlong less-than sign', source: Uint8Array.of(...utf8('<a>'), 0xc0, 0xbc, ...utf8('</a>')), code: 'invalid-encoding', message: /byte 0xc0/ },
  { name: 'Latin 1 that says so', source: utf8('<?xml version="1.0" encoding="ISO-8859-1"?><a/>'), code: 'invalid-encoding', message: /ISO-8859-1/ },
  { name: 'UTF-8 that says it is UTF-16', source: utf8('<?xml version="1.0" encoding="UTF-16"?><a/>'), code: 'invalid-encoding', message: /UTF-16/ },
  { name: 'an attribute twice', source: '<a b="1" b="2"/>', code: 'invalid-xml', message: /duplicate attribute/ },
  { name: 'an attribute twice under two prefixes', source: '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', code: 'invalid-xml', message: /duplicate attribute/ },
  { name: 'a prefix nobody declared', source: '<p:a/>', code: 'invalid-xml', message: /unbound namespace prefix/ },
  { name: 'a control character', source: '<a>\u0001</a>', code: 'invalid-xml', message: /disallowed character/ },
  { name: 'a reference to a control character', source: '<a>&#1;</a>', code: 'invalid-xml', message: /malformed character entity/ },
  { name: 'a reference to a surrogate', source: '<a>&#xD800;</a>', code: 'invalid-xml', message: /malformed character entity/ },
  { name: 'a reference beyond Unicode', source: '<a>&#x110000;</a>', code: 'invalid-xml', message: /malformed character entity/ },
  { name: 'half of a surrogate pair', source: '<a>\n\ud800</a>', code: 'invalid-xml', message: /^line 2, column 1: half of a surrogate pair/ },
  { name: 'a zero byte', source: utf8('<a>\0</a>'), code: 'invalid-xml', message: /disallowed character/ },
  { name: 'tags that cross', source: '<a><b></a></b>', code: 'invalid-xml', message: /unexpected close tag/ },
  { name: 'the end inside an element', source: '<a><b>', code: 'invalid-xml', message: /unclosed tag/ },
  { name: 'two roots', source: '<a/><b/>', code: 'invalid-xml', message: /only one root/ },
  { name: 'nothing', source: '', code: 'invalid-xml', message: /root element/ },
  { name: 'text alone', source: 'plain words', code: 'invalid-xml', message: /outside of root/ },
  { name: 'JSON', source: '{"a": 1}', code: 'invalid-xml', message: /outside of root/ },
  { name: 'a less-than sign in an attribute', source: '<a b="<"/>', code: 'invalid-xml', message: /disallowed character/ },
  { name: 'an attribute without quotes', source: '<a b=c/>', code: 'invalid-xml', message: /unquoted/ },
];
