/** An attribute with its namespace resolved; declarations (`xmlns`) are attributes of {@link XMLNS_NAMESPACE}. */
export interface XmlAttribute {
  /** The namespace's URI; empty without one. */
  readonly namespace: string;
  readonly prefix: string;
  readonly localName: string;
  readonly value: string;
}

/**
 * Where an element stands in the text that was parsed, as indices into that string (a byte order mark counts).
 *
 * For `<a></a>`: `start` is at `<a`, `contentStart` behind the `>` that ends the start tag, `contentEnd` at `</a`, `end` behind it.
 * A self-closing element has no content: both content offsets equal `end`.
 */
export interface XmlRange {
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
}

/** One element of a parsed document. Comments and processing instructions are left out. */
export interface XmlElement {
  /** The namespace's URI; empty without one. */
  readonly namespace: string;
  readonly prefix: string;
  readonly localName: string;
  readonly attributes: readonly XmlAttribute[];
  /** Child elements, in order. */
  readonly children: readonly XmlElement[];
  /** The element's own character data in order, without that of its children; references and CDATA resolved. */
  readonly text: string;
  readonly isSelfClosing: boolean;
  readonly range: XmlRange;
}

/** The namespace that namespace declarations themselves are in. */
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** @returns the value of an attribute, `undefined` where the element has none of that name. */
export function findAttribute(element: XmlElement, namespace: string, localName: string): string | undefined {
  return element.attributes.find((attribute) => attribute.localName === localName && attribute.namespace === namespace)?.value;
}

/** @returns the first child element of that name. */
export function findChild(element: XmlElement, namespace: string, localName: string): XmlElement | undefined {
  return element.children.find((child) => isElement(child, namespace, localName));
}

/** @returns every child element of that name, in order. */
export function childrenNamed(element: XmlElement, namespace: string, localName: string): XmlElement[] {
  return element.children.filter((child) => isElement(child, namespace, localName));
}

export function isElement(element: XmlElement, namespace: string, localName: string): boolean {
  return element.localName === localName && element.namespace === namespace;
}
