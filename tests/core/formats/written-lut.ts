import { sampleLut3d } from '../../../packages/core/src/transforms/lut3d.js';
import type { WriteCubeOptions } from '../../../packages/core/src/formats/write-cube.js';
import type { Lut3dTransform } from '../../../packages/core/src/transforms/transform.js';

/** The LUT behind tests/formats/cube/valid/written.cube: each output leans on the inputs its own way and leaves 0..1. */
export const writtenLut: Lut3dTransform = sampleLut3d(5, 'display-p3', (rgb, count) => {
  for (let p = 0; p < count * 3; p += 3) {
    const [r, g, b] = rgb.subarray(p, p + 3);
    rgb[p] = 1.2 * r - 0.1;
    rgb[p + 1] = 0.8 * g * g + 0.3 * r;
    rgb[p + 2] = 0.5 * b + 0.6 * g * r;
  }
});

export const writtenOptions: WriteCubeOptions = {
  title: 'Crème "brûlée"\nof the house',
  strength: 0.8,
  error: {
    levels: { mean: 0.25, p99: 1.5, maximum: 2.75 },
    ciede2000: { mean: 0.1, p99: 0.5, maximum: 1.25 },
    samples: 20256,
    photo: { levels: { mean: 0.125, p99: 1, maximum: 2 }, ciede2000: { mean: 0.0625, p99: 0.25, maximum: 0.75 }, samples: 4096 },
  },
  comments: ['first line\nLUT_3D_SIZE 9'],
};
