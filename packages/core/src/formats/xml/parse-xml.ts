import { SaxesParser, type SaxesTagNS } from 'saxes';
import { InvalidFileError } from '../../errors.js';
import { decodeXml, requireUtf8Declaration } from './decode-xml.js';
import type { XmlAttribute, XmlElement } from './xml-tree.js';

/*
 * Maintainer notes: saxes checks well-formedness and namespaces and resolves nothing but the five predefined entities and character
 * references; it has no code path that opens a file or expands a declared entity. A document type declaration is refused all the
 * same, because only entities and defaults could come of it. Memory is bounded by the caps below: a text of n bytes gives at most
 * n of text and `maximumElements` nodes.
 */

/** Larger documents are refused before they are decoded. */
export const MAXIMUM_XML_BYTES = 1024 * 1024;
const MAXIMUM_DEPTH = 64;
const MAXIMUM_ELEMENTS = 100_000;
const MAXIMUM_ATTRIBUTES = 2048;
const MAXIMUM_ATTRIBUTE_LENGTH = 512 * 1024;

export interface ParseXmlOptions {
  /** Default {@link MAXIMUM_XML_BYTES}. */
  readonly maximumBytes?: number;
  /** Elements inside one another. Default 64. */
  readonly maximumDepth?: number;
  /** Elements of the document. Default 100,000. */
  readonly maximumElements?: number;
  /** Attributes of one element. Default 2048. */
  readonly maximumAttributes?: number;
  /** UTF-16 units of one attribute's value. Default 524,288. */
  readonly maximumAttributeLength?: number;
}

/** An element whose end has not been read yet. */
interface OpenElement {
  readonly start: number;
  readonly children: XmlElement[];
  readonly texts: string[];
  tag?: SaxesTagNS;
  contentStart: number;
}

/**
 * Reads an XML 1.0 document with namespaces, strictly: what is not well-formed is refused, and so is every document type
 * declaration, whatever it declares.
 *
 * @param source - text, or bytes in UTF-8. A byte order mark is accepted and counts in the offsets.
 * @returns the root element.
 * @throws {@link InvalidFileError} with `line` and `column` (both from 1; columns in UTF-16 units): code `invalid-xml` for faults of
 * form, `invalid-encoding` for bytes that are not UTF-8, `too-large` for what is beyond a cap.
 * @see W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)"; "Namespaces in XML 1.0 (Third Edition)".
 */
export function parseXml(source: string | Uint8Array, options: ParseXmlOptions = {}): XmlElement {
  const limits = {
    bytes: options.maximumBytes ?? MAXIMUM_XML_BYTES,
    depth: options.maximumDepth ?? MAXIMUM_DEPTH,
    elements: options.maximumElements ?? MAXIMUM_ELEMENTS,
    attributes: options.maximumAttributes ?? MAXIMUM_ATTRIBUTES,
    attributeLength: options.maximumAttributeLength ?? MAXIMUM_ATTRIBUTE_LENGTH,
  };
  if (source.length > limits.bytes) {
    const expected = `at most ${limits.bytes} bytes`;
    throw new InvalidFileError(`${source.length} bytes of XML (expected ${expected})`, { value: source.length, expected }, { code: 'too-large' });
  }
  const text = typeof source === 'string' ? requirePairedSurrogates(source) : decodeXml(source);
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elementCount = 0;
  let attributeCount = 0;

  const fail = (found: string, expected: string, code = 'invalid-xml'): never => {
    const position = { line: parser.line, column: parser.columnIndex + 1 };
    throw new InvalidFileError(`line ${position.line}, column ${position.column}: ${found} (expected ${expected})`, { ...position, value: found, expected }, { code });
  };
  const tagStart = (): number => text.lastIndexOf('<', parser.position - 1);

  parser.on('error', (error) => fail(describeSaxesError(error), 'well-formed XML'));
  parser.on('doctype', () => fail('a document type declaration', 'XML without <!DOCTYPE>: entities are not resolved'));
  parser.on('xmldecl', ({ encoding }) => {
    if (typeof source !== 'string') requireUtf8Declaration(encoding);
  });
  parser.on('opentagstart', () => {
    elementCount += 1;
    attributeCount = 0;
    if (elementCount > limits.elements) fail(`more than ${limits.elements} elements`, `at most ${limits.elements}`, 'too-large');
    if (open.length >= limits.depth) fail(`elements nested deeper than ${limits.depth}`, `at most ${limits.depth} levels`, 'too-large');
    open.push({ start: tagStart(), children: [], texts: [], contentStart: 0 });
  });
  parser.on('attribute', ({ name, value }) => {
    attributeCount += 1;
    if (attributeCount > limits.attributes) fail(`more than ${limits.attributes} attributes`, `at most ${limits.attributes} an element`, 'too-large');
    if (value.length > limits.attributeLength) fail(`attribute ${name} of ${value.length} characters`, `at most ${limits.attributeLength}`, 'too-large');
  });
  parser.on('opentag', (tag) => {
    const element = open[open.length - 1];
    element.tag = tag;
    element.contentStart = parser.position;
  });
  const addText = (characters: string): void => {
    open.at(-1)?.texts.push(characters);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', (tag) => {
    const element = open.pop() as OpenElement;
    const closed = closeElement(element, tag, tag.isSelfClosing ? parser.position : tagStart(), parser.position);
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });

  parser.write(text).close();
  return root as XmlElement;
}

function closeElement(element: OpenElement, tag: SaxesTagNS, contentEnd: number, end: number): XmlElement {
  const attributes = Object.values(tag.attributes).map(({ uri, prefix, local, value }): XmlAttribute => ({ namespace: uri, prefix, localName: local, value }));
  return {
    namespace: tag.uri,
    prefix: tag.prefix,
    localName: tag.local,
    attributes,
    children: element.children,
    text: element.texts.join(''),
    isSelfClosing: tag.isSelfClosing,
    range: { start: element.start, contentStart: element.contentStart, contentEnd, end },
  };
}

/** saxes takes a high surrogate and whatever follows for one character; UTF-8 has none alone, text made in memory may. */
function requirePairedSurrogates(text: string): string {
  const offset = text.search(/\p{Surrogate}/u);
  if (offset < 0) return text;
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  const position = { line: lines.length, column: (lines.at(-1) as string).length + 1 };
  const found = 'half of a surrogate pair';
  throw new InvalidFileError(`line ${position.line}, column ${position.column}: ${found} (expected well-formed XML)`, { ...position, value: found, expected: 'well-formed XML' }, { code: 'invalid-xml' });
}

/** saxes leads its message with `line:column: ` and ends it with a full stop; names in it can be of any length. */
function describeSaxesError({ message }: Error): string {
  const text = message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
}
