import type { KernelSet, Lut3dTransform, PixelKernel, Raster } from '@openretouch/core';

/** What trying kernels on a tiny picture showed. */
export interface ProbeResult {
  readonly works: boolean;
  /** In words: what was tried and what came. */
  readonly reason: string;
}

/** An odd size, so that the ends of vectors are tried; levels in every byte, and alpha that is not opaque. */
const WIDTH = 5;
const HEIGHT = 3;

/**
 * Tries kernels by what they do, not by what the engine says of itself: an inverting LUT, an inverting matrix and a mask over half of a 5 x 3
 * picture, whose results are known exactly.
 */
export async function probeKernels(kernels: KernelSet): Promise<ProbeResult> {
  try {
    for (const { name, kernel, expected } of trials(kernels)) {
      if (kernel === undefined) continue;
      const source = tinyPicture();
      const out = { ...source, data: new Uint8Array(source.data.length) };
      await kernel(source, 0, WIDTH * HEIGHT, out);
      const wrong = out.data.findIndex((value, i) => value !== expected(source.data[i], i));
      if (wrong !== -1) {
        const wanted = expected(source.data[wrong], wrong);
        return { works: false, reason: `${kernels.name}: ${name} gave ${out.data[wrong]} for sample ${wrong} of a tiny picture (expected ${wanted})` };
      }
    }
    return { works: true, reason: `${kernels.name}: every trial on a tiny picture came out as known` };
  } catch (error) {
    return { works: false, reason: `${kernels.name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

interface Trial {
  readonly name: string;
  readonly kernel: PixelKernel | undefined;
  readonly expected: (level: number, sample: number) => number;
}

function trials(kernels: KernelSet): Trial[] {
  const inverted = (level: number, sample: number): number => (sample % 4 === 3 ? level : 255 - level);
  const matrix = { kind: 'matrix', matrix: [-1, 0, 0, 1, 0, -1, 0, 1, 0, 0, -1, 1] } as const;
  const data = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => (pixel % 2 === 0 ? 255 : 0));
  const mask = { data, width: WIDTH, height: HEIGHT };
  return [
    { name: 'an inverting LUT', kernel: kernels.lut3d(identityRamp(), invertingLut()), expected: inverted },
    { name: 'an inverting matrix', kernel: kernels.stages([matrix], 8), expected: inverted },
    {
      name: 'a mask',
      kernel: kernels.stages([{ kind: 'blend', stages: [matrix], strength: 1, mask, isInverted: false }], 8),
      expected: (level, sample) => (data[sample >> 2] === 0 ? level : inverted(level, sample)),
    },
  ];
}

function tinyPicture(): Raster & { readonly data: Uint8Array } {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => (i * 37 + 11) & 255);
  return { data, width: WIDTH, height: HEIGHT, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

function identityRamp(): { readonly rgb: Float32Array; readonly bitDepth: 8 } {
  return { rgb: Float32Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3) / 255), bitDepth: 8 };
}

function invertingLut(): Lut3dTransform {
  const values = new Float32Array(8 * 3);
  for (let node = 0; node < 8; node += 1) values.set([1 - (node & 1), 1 - ((node >> 1) & 1), 1 - (node >> 2)], node * 3);
  return { kind: 'lut3d', size: 2, values, space: 'srgb' };
}
