import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidFileError, InvalidRecipeError } from '../../../../packages/core/src/errors.js';
import { insertRecipeIntoXmp, readRecipeFromXmp, removeRecipeFromXmp } from '../../../../packages/core/src/formats/xmp/recipe-xmp.js';
import { EMPTY_XMP } from '../../../../packages/core/src/formats/xmp/xmp-packet.js';
import { hashRecipe } from '../../../../packages/core/src/recipe/hash-recipe.js';
import { MAXIMUM_RECIPE_BYTES, RECIPE_SCHEMA_ID, type Recipe } from '../../../../packages/core/src/recipe/recipe.js';
import { arbitraryRecipe } from '../../recipe/arbitrary-recipe.js';

const LOOK: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Golden evening', operations: [{ op: 'exposure', ev: 0.25 }] };
const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const OURS = 'xmlns:openretouch="urn:openretouch:xmp:1#"';
const JSON_TEXT = JSON.stringify(LOOK);
const QUOTED = JSON_TEXT.replaceAll('"', '&quot;');
const RIGHTS = '<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li xml:lang="x-default">A &amp; B</rdf:li></rdf:Alt></dc:rights>';

/** As editors write them: padding, comments, prefixes of their own, quotes of both kinds, line ends of both kinds. */
const PACKETS: Readonly<Record<string, string>> = {
  'a packet with padding': `<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>\r\n<x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='T 1.0'>\r\n <rdf:RDF ${RDF}>\r\n  <rdf:Description rdf:about='uuid:1' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating='3'/>\r\n </rdf:RDF>\r\n</x:xmpmeta>\r\n${' '.repeat(2048)}\r\n<?xpacket end='w'?>`,
  'a packet with comments and text beyond the BMP': `<!-- ours? --><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}><!-- <rdf:Description> --><rdf:Description rdf:about="">${RIGHTS}<a:b xmlns:a="urn:a">\u{1F305}</a:b></rdf:Description></rdf:RDF></x:xmpmeta>`,
  'RDF without its usual wrapper and prefix': '<R:RDF xmlns:R="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><R:Description R:about=""/></R:RDF>',
  'RDF as the default namespace': '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></RDF>',
  'nothing at all': EMPTY_XMP,
};

describe('a recipe in XMP', () => {
  it.each(Object.entries(PACKETS))('is put into %s, found there, and taken out without a trace', (_, packet) => {
    const stored = insertRecipeIntoXmp(packet, LOOK);
    expect(readRecipeFromXmp(stored)).toEqual(LOOK);
    expect(removeRecipeFromXmp(stored)).toBe(packet);
    const second = { ...LOOK, name: 'Second' };
    expect(insertRecipeIntoXmp(stored, second)).toBe(insertRecipeIntoXmp(packet, second));
  });

  it('comes back whatever it holds, and the packet stays', () => {
    const packets = fc.constantFrom(...Object.values(PACKETS));
    const texts = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => [...text].length <= 200);
    fc.assert(fc.property(packets, arbitraryRecipe, texts, (packet, recipe, name) => {
      const stored = insertRecipeIntoXmp(packet, { ...recipe, name });
      const read = readRecipeFromXmp(stored);
      expect(read?.name).toBe(name);
      expect(read && hashRecipe(read)).toBe(hashRecipe(recipe));
      expect(removeRecipeFromXmp(stored)).toBe(packet);
    }));
  });

  it('is put into RDF that was closed at once', () => {
    for (const rdf of [`<rdf:RDF ${RDF}/>`, `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF} /></x:xmpmeta>`]) expect(readRecipeFromXmp(insertRecipeIntoXmp(rdf, LOOK))).toEqual(LOOK);
  });

  it('makes a packet where there is none', () => {
    const packet = insertRecipeIntoXmp(undefined, LOOK);
    expect(packet).toMatch(/^<\?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"\?>.*<\?xpacket end="w"\?>$/);
    expect(readRecipeFromXmp(packet)).toEqual(LOOK);
  });

  it('belongs to what the packet is about', () => {
    expect(insertRecipeIntoXmp(PACKETS['a packet with padding'], LOOK)).toContain('<rdf:Description rdf:about="uuid:1" xmlns:openretouch=');
  });

  it('is found as other programs write it anew: an attribute, another prefix, among other properties', () => {
    const wrap = (description: string): string => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}>${description}</rdf:RDF></x:xmpmeta>`;
    const attribute = wrap(`<rdf:Description rdf:about="" ${OURS} xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3" openretouch:Name="a" openretouch:Recipe = '${QUOTED}' xmp:Label="x"/>`);
    const prefixed = wrap(`<rdf:Description rdf:about="" xmlns:o="urn:openretouch:xmp:1#"><o:Recipe><![CDATA[${JSON_TEXT}]]></o:Recipe>${RIGHTS}</rdf:Description>`);
    for (const packet of [attribute, prefixed]) {
      expect(readRecipeFromXmp(packet)).toEqual(LOOK);
      expect(readRecipeFromXmp(removeRecipeFromXmp(packet))).toBeUndefined();
      expect(readRecipeFromXmp(insertRecipeIntoXmp(packet, { ...LOOK, name: 'Second' }))?.name).toBe('Second');
    }
    expect(removeRecipeFromXmp(attribute)).toBe(wrap(`<rdf:Description rdf:about="" ${OURS} xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3" xmp:Label="x"/>`));
    expect(removeRecipeFromXmp(prefixed)).toBe(wrap(`<rdf:Description rdf:about="" xmlns:o="urn:openretouch:xmp:1#">${RIGHTS}</rdf:Description>`));
  });

  it('is nowhere in a packet without one, well-formed or not', () => {
    for (const packet of [...Object.values(PACKETS), '<x:xmpmeta', '', 'not XML']) expect(readRecipeFromXmp(packet)).toBeUndefined();
    expect(removeRecipeFromXmp('<x:xmpmeta')).toBe('<x:xmpmeta');
  });

  it.each([
    ['cut short', PACKETS['a packet with padding'].slice(0, 200)],
    ['of two roots', `${EMPTY_XMP}${EMPTY_XMP}`],
    ['with a document type', `<!DOCTYPE x [<!ENTITY e "boom">]>${EMPTY_XMP}`],
    ['of another kind', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['without RDF', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'],
    ['past the limit', `<!--${'x'.repeat(4 * 1024 * 1024)}-->${EMPTY_XMP}`],
  ])('is not put into a packet %s', (_, packet) => {
    expect(() => insertRecipeIntoXmp(packet, LOOK)).toThrow(InvalidFileError);
  });

  it('is refused where it is no recipe, too large, or one of two', () => {
    const holding = (...texts: string[]): string => `<rdf:RDF ${RDF}>${texts.map((text) => `<rdf:Description ${OURS}><openretouch:Recipe>${text}</openretouch:Recipe></rdf:Description>`).join('')}</rdf:RDF>`;
    expect(() => readRecipeFromXmp(holding('{"name":"a"}'))).toThrow(InvalidRecipeError);
    expect(() => readRecipeFromXmp(holding('&lt;script&gt;'))).toThrow(InvalidRecipeError);
    expect(() => readRecipeFromXmp(holding(' '.repeat(MAXIMUM_RECIPE_BYTES + 1)))).toThrow(expect.objectContaining({ code: 'recipe-too-large' }));
    expect(() => readRecipeFromXmp(holding(JSON_TEXT, JSON_TEXT))).toThrow(/2 recipes/);
    expect(() => readRecipeFromXmp(holding(JSON_TEXT).slice(0, -3))).toThrow(InvalidFileError);
    expect(() => insertRecipeIntoXmp(undefined, { ...LOOK, extensions: { note: 'x'.repeat(MAXIMUM_RECIPE_BYTES) } })).toThrow(expect.objectContaining({ code: 'recipe-too-large' }));
  });
});
