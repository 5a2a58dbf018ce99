import { InvalidFileError } from '../../errors.js';
import { MAXIMUM_XML_BYTES, parseXml } from '../xml/parse-xml.js';
import { findAttribute, findChild, isElement, type XmlElement } from '../xml/xml-tree.js';
import type { CameraRawSettings, Setting } from './settings.js';

export const CAMERA_RAW_NAMESPACE = 'http://ns.adobe.com/camera-raw-settings/1.0/';
export const RDF_NAMESPACE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** The end of the text: an XMP packet cut out of a photo may carry padding, which is white space or zero bytes. */
const PADDING = /[\s\0]*$/;

/**
 * Reads the Camera Raw settings of an XMP document: a preset, a sidecar, or the packet of a photo. Settings may be attributes,
 * elements, or a mixture; what belongs to other namespaces is passed over.
 *
 * @param source - UTF-8 bytes or text, at most 1 MiB.
 * @throws {@link InvalidFileError} as `parseXml`; `no-settings` when it is XML without `rdf:RDF` or without a Camera Raw setting.
 * @see ISO 16684-1:2019, clause 7 (XMP serialised as RDF/XML)
 */
export function readXmpSettings(source: string | Uint8Array): CameraRawSettings {
  const root = parseXml(typeof source === 'string' ? source.replace(PADDING, '') : withoutPadding(source), { maximumBytes: MAXIMUM_XML_BYTES });
  const rdf = findDescendant(root, RDF_NAMESPACE, 'RDF');
  if (rdf === undefined) throw noSettings('XML without rdf:RDF', 'an XMP document');
  const settings = new Map<string, Setting>();
  const repeated: [string, Setting][] = [];
  for (const description of rdf.children.filter((child) => isElement(child, RDF_NAMESPACE, 'Description'))) {
    for (const [name, value] of propertiesOf(description)) {
      if (settings.has(name)) repeated.push([name, value]);
      else settings.set(name, value);
    }
  }
  if (settings.size === 0) throw noSettings('no Camera Raw setting', `properties of ${CAMERA_RAW_NAMESPACE}`);
  const name = settings.get('Name');
  return { source: 'camera-raw-xmp', ...(typeof name === 'string' && name.trim() !== '' ? { name: name.trim() } : {}), settings, repeated };
}

function noSettings(found: string, expected: string): InvalidFileError {
  return new InvalidFileError(`${found} (expected ${expected})`, { value: found, expected }, { code: 'no-settings' });
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

function findDescendant(element: XmlElement, namespace: string, localName: string): XmlElement | undefined {
  if (isElement(element, namespace, localName)) return element;
  for (const child of element.children) {
    const found = findDescendant(child, namespace, localName);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The Camera Raw properties of a node: attributes first, as they stand first in the file, then elements. */
function propertiesOf(node: XmlElement): [string, Setting][] {
  const attributes = node.attributes.filter(({ namespace }) => namespace === CAMERA_RAW_NAMESPACE).map(({ localName, value }): [string, Setting] => [localName, value.trim()]);
  const elements = node.children.filter(({ namespace }) => namespace === CAMERA_RAW_NAMESPACE).map((element): [string, Setting] => [element.localName, valueOf(element)]);
  return [...attributes, ...elements];
}

/** The value of a property element or of an `rdf:li`, in each of the forms RDF/XML has for it. */
function valueOf(element: XmlElement): Setting {
  const alternatives = findChild(element, RDF_NAMESPACE, 'Alt');
  if (alternatives !== undefined) return defaultAlternative(alternatives);
  const list = findChild(element, RDF_NAMESPACE, 'Seq') ?? findChild(element, RDF_NAMESPACE, 'Bag');
  if (list !== undefined) return list.children.filter((child) => isElement(child, RDF_NAMESPACE, 'li')).map(valueOf);
  const description = findChild(element, RDF_NAMESPACE, 'Description');
  if (description !== undefined) return structure([...propertiesOf(element), ...propertiesOf(description)]);
  const isResource = findAttribute(element, RDF_NAMESPACE, 'parseType') === 'Resource';
  const own = propertiesOf(element);
  if (isResource || own.length > 0) return structure(own);
  const reference = findAttribute(element, RDF_NAMESPACE, 'resource');
  return reference ?? element.text.trim();
}

function structure(properties: readonly [string, Setting][]): Setting {
  const fields = new Map<string, Setting>();
  for (const [name, value] of properties) if (!fields.has(name)) fields.set(name, value);
  return { fields };
}

function defaultAlternative(alternatives: XmlElement): string {
  const items = alternatives.children.filter((child) => isElement(child, RDF_NAMESPACE, 'li'));
  const chosen = items.find((item) => findAttribute(item, XML_NAMESPACE, 'lang') === 'x-default') ?? items[0];
  return chosen?.text.trim() ?? '';
}
