/** @returns the text of a preset with these attributes, and elements inside its description. */
export function presetText(attributes: Readonly<Record<string, string | number>>, elements = ''): string {
  const pairs = Object.entries(attributes).map(([name, value]) => `crs:${name}="${value}"`);
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" ${pairs.join(' ')}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

/** @returns a curve as presets write it. */
export function curveElement(name: string, points: readonly string[]): string {
  return `<crs:${name}><rdf:Seq>${points.map((point) => `<rdf:li>${point}</rdf:li>`).join('')}</rdf:Seq></crs:${name}>`;
}
