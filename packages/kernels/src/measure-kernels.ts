import type { KernelSet, Lut3dTransform, Raster } from '@openretouch/core';

/** A megapixel: where one call on a GPU costs as much to wait for as to compute, fewer pixels would measure the waiting. */
const SIDE = 1024;
const PIXELS = SIDE * SIDE;
const LUT_SIZE = 33;
const ROUNDS = 3;
/** This much slower than the best is not made up by luck in another round. */
const HOPELESS = 3;

/**
 * Measures how long kernels take for a megapixel through a LUT of 33 nodes an edge.
 *
 * @param now - a clock in milliseconds.
 * @param best - what another set took; one far slower is measured once.
 * @returns milliseconds, the shortest of three; infinity for a set without LUTs.
 */
export async function measureKernels(kernels: KernelSet, now: () => number, best = Infinity): Promise<number> {
  const rgb = Float32Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3) / 255);
  const kernel = kernels.lut3d({ rgb, bitDepth: 8 }, invertingLut());
  if (kernel === undefined) return Infinity;
  const picture = variedPicture();
  // What is built on first use is not what a picture costs.
  await kernel(picture, 0, SIDE, picture);
  let shortest = Infinity;
  for (let round = 0; round < ROUNDS && (round === 0 || shortest < best * HOPELESS); round += 1) {
    const start = now();
    await kernel(picture, 0, PIXELS, picture);
    shortest = Math.min(shortest, now() - start);
  }
  return shortest;
}

/** Neighbours differ a little and far pixels much, as in a photo: a LUT is read where the cache holds it, mostly. */
function variedPicture(): Raster {
  const data = new Uint8Array(PIXELS * 4);
  for (let p = 0; p < PIXELS; p += 1) {
    const x = p % SIDE;
    const y = p / SIDE;
    data[p * 4] = (x >> 2) + (p & 7);
    data[p * 4 + 1] = (y >> 2) + (p & 3);
    data[p * 4 + 2] = (x + y) >> 3;
    data[p * 4 + 3] = 255;
  }
  return { data, width: SIDE, height: SIDE, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

function invertingLut(): Lut3dTransform {
  const values = new Float32Array(LUT_SIZE ** 3 * 3);
  for (let node = 0; node < LUT_SIZE ** 3; node += 1) {
    const nodes = [node % LUT_SIZE, Math.floor(node / LUT_SIZE) % LUT_SIZE, Math.floor(node / LUT_SIZE ** 2)];
    values.set(nodes.map((at) => 1 - at / (LUT_SIZE - 1)), node * 3);
  }
  return { kind: 'lut3d', size: LUT_SIZE, values, space: 'srgb' };
}
