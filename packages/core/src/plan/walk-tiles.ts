import { evaluateTransforms } from '../transforms/evaluate.js';
import type { RowGeometry } from '../transforms/grid.js';
import type { PhotoTiles } from '../raster/read-tiles.js';
import type { PlanStep } from './plan.js';

/** A step of the walk, with the coverage it was blended by. */
export interface WalkedStep {
  readonly step: PlanStep;
  /** Of the small copy's pixels; absent means everywhere. */
  readonly coverage: Coverage | undefined;
}

/** Shape (H, W), 0..1, over the whole photo. */
interface Coverage {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** @returns tiles as the steps leave them, each at its own place in the photo; coverage is read between the copy's pixels. */
export function walkTiles(tiles: PhotoTiles, steps: readonly WalkedStep[]): PhotoTiles {
  const { width, height, columns, rows, sourceWidth, sourceHeight } = tiles;
  const rgb = tiles.rgb.slice();
  const length = width * height * 3;
  columns.forEach((firstColumn, tile) => {
    const part = rgb.subarray(tile * length, (tile + 1) * length);
    const geometry = { width: sourceWidth, height: sourceHeight, firstRow: rows[tile], rowCount: height, firstColumn, columnCount: width };
    for (const walked of steps) applyStep(walked, part, geometry);
  });
  return { ...tiles, rgb };
}

function applyStep({ step: { transforms, strength }, coverage }: WalkedStep, rgb: Float32Array, geometry: Required<RowGeometry>): void {
  if (strength === 1 && coverage === undefined) {
    evaluateTransforms(transforms, rgb, geometry);
    return;
  }
  const after = rgb.slice();
  evaluateTransforms(transforms, after, geometry);
  const { width, height, firstRow, firstColumn, columnCount } = geometry;
  for (let i = 0; i < rgb.length; i += 1) {
    const pixel = Math.floor(i / 3);
    const amount = coverage === undefined ? 1 : readBetween(coverage, (firstColumn + (pixel % columnCount) + 0.5) / width, (firstRow + Math.floor(pixel / columnCount) + 0.5) / height);
    rgb[i] += strength * amount * (after[i] - rgb[i]);
  }
}

/** @param x - 0..1 over the photo's width. */
function readBetween({ data, width, height }: Coverage, x: number, y: number): number {
  const column = Math.min(Math.max(x * width - 0.5, 0), width - 1);
  const row = Math.min(Math.max(y * height - 0.5, 0), height - 1);
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const upper = data[top * width + left] + (column - left) * (data[top * width + right] - data[top * width + left]);
  const lower = data[bottom * width + left] + (column - left) * (data[bottom * width + right] - data[bottom * width + left]);
  return upper + (row - top) * (lower - upper);
}
