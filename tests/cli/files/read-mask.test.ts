import { afterAll, describe, expect, it } from 'vitest';
import { readMask } from '../../../packages/cli/src/files/read-mask.js';
import { fromSamples, insertJpegSegment, makeFolder, makeGradient, makeIccProfile, makeSamples, makeTiff, tagJpeg } from '../corpus.js';

const folder = makeFolder();
afterAll(folder.remove);

const read = async (samples: Uint8Array | Uint16Array, width: number, height: number) => readMask(folder.write('mask.png', await fromSamples(samples, width, height).png().toBuffer()), width, height);

describe('readMask', () => {
  it.each([8, 16] as const)('takes grey numbers of %d bit as they are', async (bits) => {
    const samples = makeSamples(5, 4, 1, bits);
    expect(await read(samples, 5, 4)).toEqual({ data: samples, width: 5, height: 4 });
  });

  it('takes the luma of colours', async () => {
    // Rec. 601: 0.299, 0.587 and 0.114 of 255.
    expect([...(await read(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255), 4, 1)).data]).toEqual([76, 150, 29, 255]);
  });

  it('multiplies by alpha: what is transparent is not covered', async () => {
    expect([...(await read(Uint8Array.of(255, 255, 200, 128, 255, 0), 3, 1)).data]).toEqual([255, 100, 0]);
    expect([...(await read(Uint16Array.of(65535, 65535, 65535, 32768), 1, 1)).data]).toEqual([32768]);
  });

  it('takes no notice of a profile', async () => {
    const samples = Uint8Array.from({ length: 64 }, () => 128);
    const jpeg = await fromSamples(samples, 8, 8).jpeg({ quality: 100 }).toBuffer();
    expect([...(await readMask(folder.write('mask.jpg', tagJpeg(jpeg, makeIccProfile('Gamma 1.0', 1))), 8, 8)).data]).toEqual([...samples]);
  });

  it('turns the mask upright as it does the photo', async () => {
    const exif = makeTiff([[{ tag: 0x112, type: 3, value: [6] }]]);
    const jpeg = await fromSamples(makeGradient(16, 8), 16, 8).jpeg().toBuffer();
    expect(await readMask(folder.write('turned.jpg', insertJpegSegment(jpeg, 0xe1, 'Exif\0\0', exif)), 8, 16)).toMatchObject({ width: 8, height: 16 });
  });

  it('refuses another size, naming both', async () => {
    const path = folder.write('small.png', await fromSamples(makeSamples(5, 4, 1, 8), 5, 4).png().toBuffer());
    await expect(readMask(path, 6, 4)).rejects.toMatchObject({ name: 'MaskError', code: 'mask-size', message: `${path}: mask of 5 x 4 (expected 6 x 4, the photo's size)` });
  });
});
