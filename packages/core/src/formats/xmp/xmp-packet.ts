import { InvalidFileError } from '../../errors.js';
import { parseXml } from '../xml/parse-xml.js';
import { childrenNamed, findAttribute, isElement, type XmlElement, XMLNS_NAMESPACE } from '../xml/xml-tree.js';

/*
 * Maintainer notes: a packet is parsed to find places in it, and then changed as text. Writing it anew from a tree would lose comments,
 * order, prefixes and padding that other programs put there. What this file inserts, it can take out again without a trace.
 */

const RDF_NAMESPACE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const META_NAMESPACE = 'adobe:ns:meta/';
const BYTE_ORDER_MARK = '\ufeff';

/** Photoshop's histories and embedded thumbnails reach this; larger packets are refused. */
const MAXIMUM_PACKET_BYTES = 4 * 1024 * 1024;

/** A packet that says nothing, without the wrapper for scanners, as JPEG's extended part wants it. */
export const EMPTY_XMP = `<x:xmpmeta xmlns:x="${META_NAMESPACE}"><rdf:RDF xmlns:rdf="${RDF_NAMESPACE}"></rdf:RDF></x:xmpmeta>`;
const WRAPPED_EMPTY_XMP = `<?xpacket begin="${BYTE_ORDER_MARK}" id="W5M0MpCehiHzreSzNTczkc9d"?>${EMPTY_XMP}<?xpacket end="w"?>`;

/** Properties of one kind: an XMP namespace. */
export interface XmpVocabulary {
  readonly namespace: string;
  /** The prefix to write; read is any that stands for the namespace. */
  readonly prefix: string;
}

/**
 * Sets the properties a packet has in one vocabulary; those it had in it before go. Everything else stays character for character.
 *
 * @param packet - an XMP packet; a new one is made without it.
 * @param properties - simple texts by local name, none for taking them all out. Characters XML has no place for become U+FFFD.
 * @throws {@link InvalidFileError} for a packet that is not well-formed XML, not XMP, or larger than 4 MiB.
 * @see XMP specification, part 1 (ISO 16684-1), 7: RDF serialisation of simple properties, as elements and as attributes
 */
export function setXmpProperties(packet: string | undefined, vocabulary: XmpVocabulary, properties: Readonly<Record<string, string>>): string {
  const text = packet ?? WRAPPED_EMPTY_XMP;
  const rdf = parsePacket(text);
  const descriptions = childrenNamed(rdf, RDF_NAMESPACE, 'Description');
  const edits = descriptions.flatMap((description) => cutProperties(text, description, vocabulary.namespace));
  const entries = Object.entries(properties);
  if (entries.length > 0) {
    const about = descriptions.length === 0 ? '' : (findAttribute(descriptions[0], RDF_NAMESPACE, 'about') ?? '');
    edits.push(insertion(text, rdf, writeDescription(vocabulary, about, rdf.prefix, entries)));
  }
  return applyEdits(text, edits);
}

/**
 * @returns the values of one simple property, as many as the packet has: none, one, or, in a packet that breaks the rules, more.
 * @throws as {@link setXmpProperties}.
 */
export function readXmpProperty(packet: string, namespace: string, localName: string): string[] {
  return childrenNamed(parsePacket(packet), RDF_NAMESPACE, 'Description').flatMap((description) => [
    ...description.attributes.filter((attribute) => attribute.namespace === namespace && attribute.localName === localName).map(({ value }) => value),
    ...childrenNamed(description, namespace, localName).map((element) => element.text),
  ]);
}

function parsePacket(text: string): XmlElement {
  const root = parseXml(text, { maximumBytes: MAXIMUM_PACKET_BYTES, maximumAttributeLength: MAXIMUM_PACKET_BYTES });
  const isMeta = root.namespace === META_NAMESPACE && (root.localName === 'xmpmeta' || root.localName === 'xapmeta');
  const rdf = isMeta ? root.children.find((child) => isElement(child, RDF_NAMESPACE, 'RDF')) : root;
  if (rdf !== undefined && isElement(rdf, RDF_NAMESPACE, 'RDF')) return rdf;
  throw new InvalidFileError(`the XML element ${root.localName} (expected XMP: rdf:RDF, alone or in x:xmpmeta)`, { value: root.localName, expected: 'an XMP packet' });
}

/** A part of the text, and what comes into its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const cut = (start: number, end: number): Edit => ({ start, end, text: '' });

/** The whole description where it holds nothing else; otherwise its own elements and attributes alone. */
function cutProperties(text: string, description: XmlElement, namespace: string): Edit[] {
  const { range, attributes, children } = description;
  const elements = children.filter((child) => child.namespace === namespace);
  const owned = attributes.filter((attribute) => attribute.namespace === namespace);
  if (elements.length === 0 && owned.length === 0) return [];
  const others = attributes.filter((attribute) => ![namespace, XMLNS_NAMESPACE, RDF_NAMESPACE].includes(attribute.namespace));
  if (elements.length === children.length && others.length === 0) return [cut(range.start, range.end)];
  const names = new Set(owned.map(({ prefix, localName }) => `${prefix}:${localName}`));
  // The tag is known to be well-formed, so that blanks, name, equals sign and quoted value are all there is to an attribute.
  const tag = text.slice(range.start, range.contentStart);
  const cuts = [...tag.matchAll(/\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)].filter(([, name]) => names.has(name));
  return [...cuts.map(({ 0: found, index }) => cut(range.start + index, range.start + index + found.length)), ...elements.map((element) => cut(element.range.start, element.range.end))];
}

/** At the end of rdf:RDF, which may have to be opened for it. */
function insertion(text: string, rdf: XmlElement, description: string): Edit {
  const { contentEnd, end } = rdf.range;
  if (!rdf.isSelfClosing) return { start: contentEnd, end: contentEnd, text: description };
  const name = rdf.prefix === '' ? rdf.localName : `${rdf.prefix}:${rdf.localName}`;
  return { start: text.lastIndexOf('/', end - 1), end, text: `>${description}</${name}>` };
}

function writeDescription({ namespace, prefix }: XmpVocabulary, about: string, rdfPrefix: string, entries: readonly (readonly [string, string])[]): string {
  const declaration = rdfPrefix === 'rdf' ? '' : ` xmlns:rdf="${RDF_NAMESPACE}"`;
  const properties = entries.map(([name, value]) => `<${prefix}:${name}>${escapeXml(value)}</${prefix}:${name}>`).join('');
  return `<rdf:Description${declaration} rdf:about="${escapeXml(about)}" xmlns:${prefix}="${namespace}">${properties}</rdf:Description>`;
}

/** For text and for attributes in double quotes. Line ends are written as references: a reader makes LF of all others. */
function escapeXml(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let position = 0;
  for (const edit of sorted) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}
