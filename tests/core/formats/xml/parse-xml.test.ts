import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidFileError } from '../../../../packages/core/src/errors.js';
import { parseXml } from '../../../../packages/core/src/formats/xml/parse-xml.js';
import { childrenNamed, findAttribute, findChild, type XmlElement, XMLNS_NAMESPACE } from '../../../../packages/core/src/formats/xml/xml-tree.js';
import { HOSTILE_XML } from './hostile-xml.js';

const faultOf = (source: string | Uint8Array): InvalidFileError => {
  try {
    parseXml(source);
  } catch (error) {
    if (InvalidFileError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('accepted');
};

describe('parseXml reads', () => {
  it('namespaces of elements and attributes, whatever their prefixes', () => {
    const root = parseXml('<p:a xmlns:p="one" xmlns="two" p:x="1" x="2"><b xmlns:p="three" p:x="3"/></p:a>');
    expect([root.namespace, root.prefix, root.localName]).toEqual(['one', 'p', 'a']);
    expect([findAttribute(root, 'one', 'x'), findAttribute(root, '', 'x')]).toEqual(['1', '2']);
    const inner = findChild(root, 'two', 'b') as XmlElement;
    expect(findAttribute(inner, 'three', 'x')).toBe('3');
    expect(root.attributes.filter(({ namespace }) => namespace === XMLNS_NAMESPACE).map(({ value }) => value)).toEqual(['one', 'two']);
  });

  it('the five predefined entities, character references and CDATA', () => {
    const root = parseXml('<a b="&lt;&amp;&gt;&quot;&apos;&#10;">&#x1F600;<![CDATA[<&]]>&amp;</a>');
    expect(findAttribute(root, '', 'b')).toBe('<&>"\'\n');
    expect(root.text).toBe('\u{1f600}<&&');
  });

  it('no comments and no processing instructions, such as the wrapper of an XMP packet', () => {
    const root = parseXml('<?xpacket begin="\ufeff" id="x"?>\n<a>1<!-- <b/> -->2<?c d?>3</a>\n  <?xpacket end="w"?>\n');
    expect([root.text, root.children.length]).toEqual(['123', 0]);
  });

  it('names of object properties as plain names', () => {
    const root = parseXml('<constructor __proto__="1" toString="2"><__proto__/></constructor>');
    expect(findAttribute(root, '', '__proto__')).toBe('1');
    expect(findAttribute(root, '', 'hasOwnProperty')).toBeUndefined();
    expect(childrenNamed(root, '', '__proto__')).toHaveLength(1);
  });

  it('bytes with a byte order mark and an XML declaration', () => {
    const bytes = new TextEncoder().encode('\ufeff<?xml version="1.0" encoding="utf-8"?><a>\u00e9</a>');
    expect(parseXml(bytes).text).toBe('\u00e9');
  });

  it('more under higher caps', () => {
    expect(parseXml(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, { maximumDepth: 100 }).localName).toBe('a');
  });
});

describe('source offsets', () => {
  it('cut each element out of the text, also behind surrogates, line ends and less-than signs in comments', () => {
    const text = '\ufeff<?x y?>\r\n<!-- < -->\r\n<r a="\u{1f600}">\r\n  <p:b xmlns:p="u"\r\n  c=">" />\r<!-- </r> --><d>\u{1f600}</d  ></r >\r\n';
    const root = parseXml(text);
    const [b, d] = root.children;
    const cut = ({ range }: XmlElement): string[] => [text.slice(range.start, range.contentStart), text.slice(range.contentStart, range.contentEnd), text.slice(range.contentEnd, range.end)];
    expect(cut(root).map((part) => part.slice(0, 12))).toEqual(['<r a="\u{1f600}">', '\r\n  <p:b xml', '</r >']);
    expect(cut(b)).toEqual(['<p:b xmlns:p="u"\r\n  c=">" />', '', '']);
    expect(cut(d)).toEqual(['<d>', '\u{1f600}', '</d  >']);
    expect(text.slice(root.range.end)).toBe('\r\n');
  });

  it('cut out text that parses to the same element, for any tree', () => {
    const name = fc.constantFrom('a', 'b', 'c\u00e9');
    const characters = fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replace(/[^\t\n -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\r/gu, ''));
    const escape = (text: string): string => text.replace(/[<&>"\t\n]/g, (character) => `&#${character.charCodeAt(0)};`);
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.tuple(name, characters, fc.array(fc.oneof({ depthSize: 'small' }, characters.map(escape), tie('tree')), { maxLength: 4 })).map(([tag, value, parts]) => (parts.length === 0 ? `<${tag} k="${escape(value)}"/>` : `<${tag} k="${escape(value)}">${parts.join('')}</${tag}>`)),
    }));
    const strip = ({ range: _, children, ...rest }: XmlElement): object => ({ ...rest, children: children.map(strip) });
    fc.assert(
      fc.property(tree, (text) => {
        const visit = (element: XmlElement): void => {
          expect(strip(parseXml(text.slice(element.range.start, element.range.end)))).toEqual(strip(element));
          element.children.forEach(visit);
        };
        visit(parseXml(text));
      }),
      { numRuns: 60 },
    );
  });
});

describe('parseXml refuses', () => {
  it.each(HOSTILE_XML)('$name', ({ source, code, message }) => {
    const fault = faultOf(source);
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(message);
    expect(fault.message.length).toBeLessThan(200);
  });

  it('with line and column, from 1', () => {
    const { fields, message } = faultOf('<a>\n  <b>&x;</b>\n</a>');
    expect(fields).toMatchObject({ line: 2, column: 9 });
    expect(message).toMatch(/^line 2, column 9: undefined entity/);
  });

  it('without a word of a long name it does not know', () => {
    expect(faultOf(`<${'x'.repeat(5000)}:a/>`).message.length).toBeLessThan(200);
  });
});
