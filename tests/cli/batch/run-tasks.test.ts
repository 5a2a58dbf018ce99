import { expect, it } from 'vitest';
import { bytesInHand, defaultJobs, workerBytes } from '../../../packages/cli/src/batch/run-tasks.js';
import { recipeOf } from '../../helpers/arbitrary-operation.js';

const GIB = 2 ** 30;

it('as many photos are in hand as there are cores, where memory allows', () => {
  expect(defaultJobs(8, 64 * GIB)).toBe(8);
  expect(defaultJobs(64, 4 * GIB)).toBeLessThan(12);
  expect(defaultJobs(64, GIB / 4)).toBe(1);
  expect(defaultJobs(1, 64 * GIB)).toBe(1);
});

it('fewer where each worker has a runtime for models, of 135 MB by the system\'s own count', () => {
  const plain = workerBytes(recipeOf([{ op: 'exposure', ev: 1 }]));
  const learned = workerBytes(recipeOf([{ op: 'csrnet' }]));
  expect(learned - plain).toBeGreaterThan(135e6);
  expect(defaultJobs(64, 4 * GIB, learned)).toBeLessThan(defaultJobs(64, 4 * GIB, plain));
});

// Peaks of whole processes in MB over the 94 MB of an idle one, by the system's own count, Linux, Node 20.
it.each([
  ['12 MP as JPEG', { width: 4000, height: 3000, channels: 3, bitDepth: 8 }, 'jpeg', 202],
  ['12 MP as PNG', { width: 4000, height: 3000, channels: 3, bitDepth: 8 }, 'png', 195],
  ['12 MP as WebP', { width: 4000, height: 3000, channels: 3, bitDepth: 8 }, 'webp', 347],
  ['12 MP as AVIF', { width: 4000, height: 3000, channels: 3, bitDepth: 8 }, 'avif', 591],
  ['12 MP as TIFF', { width: 4000, height: 3000, channels: 3, bitDepth: 8 }, 'tiff', 194],
  ['12 MP of 16 bit as AVIF', { width: 4000, height: 3000, channels: 3, bitDepth: 16 }, 'avif', 940],
  ['24 MP as JPEG', { width: 6000, height: 4000, channels: 3, bitDepth: 8 }, 'jpeg', 277],
  ['24 MP as JPEG, read from a progressive one', { width: 6000, height: 4000, channels: 3, bitDepth: 8 }, 'jpeg', 316],
  ['24 MP as AVIF', { width: 6000, height: 4000, channels: 3, bitDepth: 8 }, 'avif', 1068],
  ['108 MP as JPEG', { width: 12_000, height: 9000, channels: 3, bitDepth: 8 }, 'jpeg', 798],
  ['108 MP as PNG', { width: 12_000, height: 9000, channels: 3, bitDepth: 8 }, 'png', 942],
] as const)('%s takes no more than is set aside for it, and not half of it', (_, header, format, peakMegabytes) => {
  const setAside = bytesInHand(header, format) / 1e6;
  const taken = ((peakMegabytes - 94) * 2 ** 20) / 1e6;
  expect(setAside).toBeGreaterThan(taken * 0.95);
  expect(setAside).toBeLessThan(taken * 2);
});
