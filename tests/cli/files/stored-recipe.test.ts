import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createLutAsset, findPreset, hashRecipe, type Raster, type Recipe, RECIPE_SCHEMA_ID } from '@openretouch/core';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePhoto } from '../../../packages/cli/src/files/decode-photo.js';
import { encodePhoto, type EncodeOptions } from '../../../packages/cli/src/files/encode-photo.js';
import type { PhotoFormat, PhotoMetadata } from '../../../packages/cli/src/files/photo.js';
import { readStoredRecipe } from '../../../packages/cli/src/files/read-stored-recipe.js';
import { fromSamples, insertJpegSegment, makeFolder, makeGradient } from '../corpus.js';

const folder = makeFolder();
afterAll(folder.remove);

const ALL: readonly PhotoFormat[] = ['jpeg', 'png', 'webp', 'avif', 'tiff'];
const PLAIN: PhotoMetadata = { format: 'png', bitDepth: 8, isGreyscale: false, isTagged: false };
const PICTURE: Raster = { data: makeGradient(64, 48), width: 64, height: 48, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
const WARM = findPreset('warm')?.recipe as Recipe;
const XMP_NAME = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED_NAME = 'http://ns.adobe.com/xmp/extension/\0';
const hasExifTool = spawnSync('exiftool', ['-ver']).status === 0;

/** As a photo editor leaves it: a title in two languages, a rating, a history, padding. */
const EDITORS_XMP = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Toolkit 1">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmp:Rating="4" xmp:CreatorTool="Editor 3">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Evening &amp; lake</rdf:li><rdf:li xml:lang="de">Abend &amp; See</rdf:li></rdf:Alt></dc:title>
   <dc:subject><rdf:Bag><rdf:li>lake</rdf:li><rdf:li>夜景</rdf:li></rdf:Bag></dc:subject>
   <xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:when="2026-05-04T10:11:12"/></rdf:Seq></xmpMM:History>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
${`${' '.repeat(100)}\n`.repeat(20)}<?xpacket end="w"?>`;

/** More than one JPEG segment: a LUT of 33 nodes an edge. */
const FILM: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Film', operations: [{ op: 'lut', asset: 'film' }], assets: { film: filmLut() } };

function filmLut() {
  const size = 33;
  const values = Float32Array.from({ length: size ** 3 * 3 }, (_, index) => ((index * 7919) % 1000) / 1000);
  return createLutAsset({ kind: 'lut3d', size, values, space: 'srgb' });
}

let fileCount = 0;
async function write(metadata: PhotoMetadata, options: EncodeOptions): Promise<{ path: string; bytes: Uint8Array; notes: readonly string[] }> {
  const { bytes, notes } = await encodePhoto(PICTURE, metadata, options);
  fileCount += 1;
  return { path: folder.write(`${fileCount}.${options.format}`, bytes), bytes, notes };
}

const tagsOf = (path: string): Record<string, unknown> => (JSON.parse(execFileSync('exiftool', ['-j', '-struct', '-validate', '-warning', '-a', '-XMP:all', path], { encoding: 'utf8' })) as Record<string, unknown>[])[0];

describe('a photo we write', () => {
  it.each(ALL)('carries the recipe it was made with in %s', async (format) => {
    for (const recipe of [WARM, FILM]) {
      const { path, notes } = await write(PLAIN, { format, recipe });
      expect(notes).toEqual([]);
      const stored = await readStoredRecipe(path);
      expect(stored && hashRecipe(stored)).toBe(hashRecipe(recipe));
      expect(stored).toMatchObject({ name: recipe.name });
      expect((await decodePhoto(path)).recipe).toEqual(stored);
    }
  });

  it.each(ALL)('keeps what its XMP said before, character for character, in %s', async (format) => {
    const { path } = await write({ ...PLAIN, xmp: EDITORS_XMP }, { format, recipe: WARM });
    const again = await decodePhoto(path);
    expect(again.metadata.xmp?.length).toBeGreaterThan(EDITORS_XMP.length);
    const second = await write(again.metadata, { format: 'png' });
    expect((await decodePhoto(second.path)).metadata.xmp).toBe(EDITORS_XMP);
  });

  it.each(ALL)('carries none when none is asked for, not even that of the photo it was made from, in %s', async (format) => {
    const first = await decodePhoto((await write({ ...PLAIN, xmp: EDITORS_XMP }, { format, recipe: WARM })).path);
    const { path, bytes } = await write(first.metadata, { format });
    expect(await readStoredRecipe(path)).toBeUndefined();
    expect(Buffer.from(bytes).includes('openretouch')).toBe(false);
  });

  it('carries one recipe, however often it was retouched', async () => {
    const first = await decodePhoto((await write(PLAIN, { format: 'jpeg', recipe: FILM })).path);
    expect(first.notes).toEqual([]);
    const { path } = await write(first.metadata, { format: 'jpeg', recipe: WARM });
    expect((await readStoredRecipe(path))?.name).toBe('Warm');
    expect((await decodePhoto(path)).metadata.xmp).not.toContain('HasExtendedXMP');
  });

  it('keeps XMP that is not well-formed as it is, and says that the recipe had to go without', async () => {
    const damaged = EDITORS_XMP.replace('</rdf:RDF>', '');
    for (const format of ALL) {
      const { path, notes } = await write({ ...PLAIN, xmp: damaged }, { format, recipe: WARM });
      expect(notes).toEqual([expect.stringMatching(/^the recipe was not stored: the photo's XMP data is damaged and was kept as it is/)]);
      expect(await readStoredRecipe(path)).toBeUndefined();
      expect((await decodePhoto(path)).metadata.xmp).toBe(damaged);
    }
  });

  it('carries the recipe in JPEG even where other XMP is too large for it', async () => {
    const { path, notes } = await write({ ...PLAIN, xmp: EDITORS_XMP.replace('Abend', 'x'.repeat(70_000)) }, { format: 'jpeg', recipe: FILM });
    expect(notes).toEqual(['the XMP data is larger than JPEG takes (64 kB) and was left out']);
    expect((await readStoredRecipe(path))?.name).toBe('Film');
  });

  it.skipIf(!hasExifTool).each(ALL)('is read by ExifTool, every other field as before, in %s (skipped without ExifTool)', async (format) => {
    const before = await write({ ...PLAIN, xmp: EDITORS_XMP }, { format });
    // The verdict of -validate and the warnings are among the fields: ExifTool dislikes deflate in TIFF, which TIFF 6.0 does not list.
    const { SourceFile: _, ...old } = tagsOf(before.path);
    expect(Object.keys(old).length).toBeGreaterThanOrEqual(7);
    for (const recipe of [WARM, FILM]) {
      const { path } = await write({ ...PLAIN, xmp: EDITORS_XMP }, { format, recipe });
      expect(tagsOf(path)).toMatchObject({ ...old, Name: recipe.name });
      const stored = execFileSync('exiftool', ['-b', '-XMP-openretouch:Recipe', path], { encoding: 'utf8', maxBuffer: 2 ** 22 });
      expect(hashRecipe(JSON.parse(stored) as Recipe)).toBe(hashRecipe(recipe));
    }
  });
});

describe('the extended part of the XMP in a JPEG', () => {
  const guidOf = (packet: Buffer): string => createHash('md5').update(packet).digest('hex').toUpperCase();
  const extended = Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:o="urn:openretouch:xmp:1#"><o:Recipe>${JSON.stringify({ schema: RECIPE_SCHEMA_ID, name: 'Extended', operations: [] })}</o:Recipe></rdf:Description></rdf:RDF></x:xmpmeta>`);
  const part = (guid: string, total: number, offset: number, data: Buffer): Buffer => {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(total);
    numbers.writeUInt32BE(offset, 4);
    return Buffer.concat([Buffer.from(guid), numbers, data]);
  };
  /** Segments come to stand in the opposite order. */
  const jpegOf = async (guid: string, ...parts: Buffer[]): Promise<string> => {
    const plain = await fromSamples(PICTURE.data as Uint8Array, 64, 48).jpeg().toBuffer();
    const main = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guid}"/></rdf:RDF></x:xmpmeta>`;
    const withParts = parts.reduce<Uint8Array>((jpeg, payload) => insertJpegSegment(jpeg, 0xe1, EXTENDED_NAME, payload), plain);
    fileCount += 1;
    return folder.write(`${fileCount}.jpg`, insertJpegSegment(withParts, 0xe1, XMP_NAME, main));
  };
  const guid = guidOf(extended);
  const size = extended.length;

  it('is read in whatever order its segments stand, others passed over', async () => {
    const foreign = part('0'.repeat(32), 4, 0, Buffer.from('else'));
    for (const parts of [[part(guid, size, 0, extended)], [part(guid, size, 0, extended.subarray(0, 99)), foreign, part(guid, size, 99, extended.subarray(99))], [part(guid, size, 99, extended.subarray(99)), part(guid, size, 0, extended.subarray(0, 99))]]) {
      expect((await readStoredRecipe(await jpegOf(guid, ...parts)))?.name).toBe('Extended');
    }
  });

  it.each<[string, string, Buffer[]]>([
    ['lacks a part', guid, [part(guid, size, 0, extended.subarray(0, 99))]],
    ['has a part twice', guid, [part(guid, size, 0, extended), part(guid, size, 0, extended)]],
    ['was changed', guid, [part(guid, size, 0, Buffer.from(extended.toString().replace('Extended', 'Changed!')))]],
    ['belongs to another packet', 'F'.repeat(32), [part(guid, size, 0, extended)]],
    ['claims 4 GB', guid, [part(guid, 0xffffffff, 0xfffffff0, extended)]],
    ['has no content', guid, [part(guid, size, 0, Buffer.alloc(0))]],
  ])('is passed over, with a note, where it %s', async (_, named, parts) => {
    const path = await jpegOf(named, ...parts);
    expect(await readStoredRecipe(path)).toBeUndefined();
    expect((await decodePhoto(path)).notes).toEqual(['the extended part of the XMP data was left out']);
  });
});
