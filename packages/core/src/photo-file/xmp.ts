/**
 * XMP packets are changed as text: a parser that writes XML anew would reorder what other programs wrote, and a packet that
 * looks unusual is better kept than lost.
 */

const GAIN_MAP_NAMESPACE = 'http://ns.adobe.com/hdr-gain-map/1.0/';
const CONTAINER_NAMESPACE = 'http://ns.google.com/photos/1.0/container/';
/** Names the extended part of a JPEG's XMP, which does not go with the packet. */
const NOTE_NAMESPACE = 'http://ns.adobe.com/xmp/note/';

/** @returns whether the packet announces a gain map (Ultra HDR, ISO 21496-1 in its XMP form). */
export function announcesGainMap(xmp: string): boolean {
  return xmp.includes(GAIN_MAP_NAMESPACE);
}

/**
 * Makes an XMP packet true for the decoded picture: orientation 1, no thumbnails, no gain map, no list of the pictures that
 * followed in the file and no mention of an extended part.
 *
 * @returns the changed packet; the same text when nothing in it was stale.
 */
export function normalizeXmp(xmp: string): string {
  let result = xmp
    .replace(/(\btiff:Orientation\s*=\s*["'])\d+(["'])/g, (_, before, after) => `${before}1${after}`)
    .replace(/(<tiff:Orientation>)\s*\d+\s*(<\/tiff:Orientation>)/g, (_, before, after) => `${before}1${after}`)
    .replace(/<(xmp|xap):Thumbnails\b[\s\S]*?<\/\1:Thumbnails>/g, '');
  for (const namespace of [GAIN_MAP_NAMESPACE, CONTAINER_NAMESPACE, NOTE_NAMESPACE]) {
    const prefix = new RegExp(`xmlns:([\\w.-]+)\\s*=\\s*["']${namespace.replaceAll('.', '\\.')}["']`).exec(result)?.[1];
    if (prefix === undefined) continue;
    result = result
      .replace(new RegExp(`<${prefix}:([\\w.-]+)\\b(?:[^>]*/>|[\\s\\S]*?</${prefix}:\\1>)`, 'g'), '')
      .replace(new RegExp(`\\s${prefix}:[\\w.-]+\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), '')
      .replace(new RegExp(`\\sxmlns:${prefix}\\s*=\\s*(?:"[^"]*"|'[^']*')`, 'g'), '');
  }
  return result;
}
