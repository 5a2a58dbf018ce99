import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readExif } from '../../../packages/core/src/photo-file/exif.js';
import { embedInJpeg, readJpeg } from '../../../packages/core/src/photo-file/jpeg.js';
import { removeLocation } from '../../../packages/core/src/photo-file/location.js';
import type { PhotoMetadata } from '../../../packages/core/src/photo-file/photo-format.js';
import { openTiff, readDirectory, readValueBytes } from '../../../packages/core/src/photo-file/tiff-directory.js';

const EXIFTOOL = ['/usr/bin/exiftool', '/usr/local/bin/exiftool', '/opt/homebrew/bin/exiftool'].find((path) => existsSync(path));
const PLAIN: PhotoMetadata = { format: 'jpeg', bitDepth: 8, isGreyscale: false, isTagged: false };

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:ps="http://ns.adobe.com/photoshop/1.0/" xmlns:loc="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 exif:GPSLatitude="52,31.2N" exif:GPSLongitude='13,24.3E' exif:ExposureTime="1/250" ps:City="Berlin" ps:Headline="Tower">
<exif:GPSTimeStamp>2026-01-01T10:00:00Z</exif:GPSTimeStamp><exif:GPSAltitude/>
<loc:LocationShown><rdf:Bag><rdf:li loc:City="Berlin"/></rdf:Bag></loc:LocationShown>
</rdf:Description></rdf:RDF></x:xmpmeta>`;

/** Written by libvips, which knows nothing of this code. */
async function makePhoto(): Promise<{ jpeg: Uint8Array; exif: Uint8Array }> {
  const jpeg = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#806040' } })
    .withExif({
      IFD0: { Make: 'Maker', Model: 'Camera', Copyright: 'someone' },
      IFD2: { LensModel: 'a lens' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 123456/10000', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 654321/10000' },
    })
    .jpeg()
    .toBuffer();
  const { exif } = readJpeg(jpeg, 'photo.jpg');
  if (exif === undefined) throw new Error('no EXIF in the picture');
  return { jpeg, exif };
}

/** @returns the tags of a photo as exiftool, an independent reader, names them. */
function readByExiftool(metadata: PhotoMetadata, picture: Uint8Array): Record<string, unknown> {
  const bytes = embedInJpeg(picture, { ...(metadata.exif && { exif: metadata.exif }), ...(metadata.xmp !== undefined && { xmp: metadata.xmp }), ...(metadata.iptc && { iptc: metadata.iptc }) }, []);
  const [tags] = JSON.parse(execFileSync(EXIFTOOL ?? '', ['-json', '-G1', '-warning', '-'], { input: bytes }).toString() || '[{}]') as Record<string, unknown>[];
  const [all] = JSON.parse(execFileSync(EXIFTOOL ?? '', ['-json', '-G1', '-'], { input: bytes }).toString()) as Record<string, unknown>[];
  return { ...all, ...tags };
}

describe('removeLocation', () => {
  it('leaves no coordinate in EXIF, and every other entry of the main directory where it was', async () => {
    const { exif } = await makePhoto();
    const cleaned = removeLocation({ ...PLAIN, exif }).exif as Uint8Array;
    expect(cleaned).toHaveLength(exif.length);
    const [before, after] = [exif, cleaned].map((block) => {
      const source = openTiff(block);
      const main = source && readDirectory(source, source.firstOffset);
      if (source === undefined || main === undefined) throw new Error('unreadable');
      return new Map(Array.from(main.entries.values(), (entry) => [entry.tag, [...readValueBytes(source, entry)].join()]));
    });
    expect(before.delete(0x8825)).toBe(true);
    expect(after).toEqual(before);
    const numerators = Buffer.from([0x40, 0xe2, 0x01, 0x00]);
    expect(Buffer.from(exif).includes(numerators) || Buffer.from(exif).includes(Buffer.from(numerators).reverse())).toBe(true);
    expect(Buffer.from(cleaned).includes(numerators) || Buffer.from(cleaned).includes(Buffer.from(numerators).reverse())).toBe(false);
  });

  it.skipIf(EXIFTOOL === undefined)('leaves nothing of the place that exiftool finds, and what else it finds as it was', async () => {
    const { exif } = await makePhoto();
    const picture = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#806040' } }).jpeg().toBuffer();
    const iptc = Uint8Array.from([[0x1c, 2, 90, 0, 6, ...Buffer.from('Berlin')], [0x1c, 2, 80, 0, 3, ...Buffer.from('Ann')]].flat());
    const before = readByExiftool({ ...PLAIN, exif, xmp: XMP, iptc }, picture);
    const after = readByExiftool(removeLocation({ ...PLAIN, exif, xmp: XMP, iptc }), picture);
    const isPlace = (key: string): boolean => /gps|city|location/i.test(key);
    expect(Object.keys(before).filter(isPlace).length).toBeGreaterThan(6);
    expect(Object.keys(after).filter(isPlace)).toEqual([]);
    const rest = Object.fromEntries(Object.entries(before).filter(([key]) => !isPlace(key) && !/^System:|^Composite:|IPTCDigest/.test(key)));
    expect(after).toMatchObject(rest);
    expect(Object.keys(after).filter((key) => /Warning|Error/.test(key))).toEqual([]);
  });

  it('takes places of XMP under any prefix, as attributes and as elements', () => {
    const xmp = removeLocation({ ...PLAIN, xmp: XMP.replaceAll('exif:', 'e.x:').replace('xmlns:e.x:', 'xmlns:e.x') }).xmp ?? '';
    expect(removeLocation({ ...PLAIN, xmp: XMP }).xmp).not.toMatch(/GPS|City|Location/);
    expect(xmp).toContain('ExposureTime="1/250"');
    expect(xmp).toContain('ps:Headline="Tower"');
  });

  it('never fails on damaged EXIF and IPTC, and keeps what it cannot read', async () => {
    const { exif } = await makePhoto();
    const damage = fc.array(fc.record({ at: fc.nat(exif.length - 1), value: fc.nat(255) }), { maxLength: 12 });
    fc.assert(
      fc.property(damage, fc.nat(exif.length), fc.uint8Array({ maxLength: 60 }), (changes, length, iptc) => {
        const broken = Uint8Array.from(exif.subarray(0, length));
        for (const { at, value } of changes) if (at < broken.length) broken[at] = value;
        const cleaned = removeLocation({ ...PLAIN, exif: broken, iptc });
        expect(cleaned.exif).toHaveLength(broken.length);
        expect((cleaned.iptc as Uint8Array).length).toBeLessThanOrEqual(iptc.length);
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(removeLocation({ ...PLAIN, iptc: Uint8Array.of(1, 2, 3) }).iptc).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('reads the facts of a block as before', async () => {
    const { exif } = await makePhoto();
    expect(readExif(removeLocation({ ...PLAIN, exif }).exif as Uint8Array)).toEqual(readExif(exif));
  });
});
