import type { GridTransform } from '@openretouch/core';
import type { Run, RunStage, StageCompiler } from './run.js';

/** @returns nodes in the layout of grid.c: (height, width, depth, vectors, 4), coefficients one vector a transform of the three channels. */
export function gridVectors({ form, shared, width, height, depth, data }: GridTransform): { readonly nodes: Float32Array; readonly vectorCount: number } {
  const coefficientCount = data.length / (width * height * depth);
  const perVector = shared ? 1 : 3;
  const vectorCount = coefficientCount / perVector;
  const nodes = new Float32Array(width * height * depth * vectorCount * 4);
  for (let z = 0; z < depth; z += 1) {
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const from = ((z * height + y) * width + x) * coefficientCount;
        const to = ((y * width + x) * depth + z) * vectorCount * 4;
        for (let k = 0; k < vectorCount; k += 1) {
          for (let c = 0; c < 3; c += 1) nodes[to + k * 4 + c] = data[from + k * perVector + (shared ? 0 : c)];
        }
        // K = 1, B = 0 in the fourth lane: alpha passes through an affine grid unchanged and stays finite.
        if (form === 'affine') nodes[to + 3] = 1;
      }
    }
  }
  return { nodes, vectorCount };
}

/** Compiles a grid; runs must not go beyond the end of a row of the picture. */
export function compileGrid({ memory, layout, onEntered }: StageCompiler, grid: GridTransform): RunStage {
  const { width, height, depth, form, maximumColorGain = Infinity } = grid;
  const { nodes, vectorCount } = gridVectors(grid);
  const rowVectors = width * depth * vectorCount;
  const nodesAt = layout.addTable(nodes);
  const rowAt = layout.addBuffer(rowVectors * 16);
  const { exports } = memory;
  let interpolatedRow = -1;
  onEntered(() => (interpolatedRow = -1));

  const interpolateRow = (y: number, pictureHeight: number): void => {
    if (interpolatedRow === y) return;
    const position = Math.min(Math.max(((y + 0.5) / pictureHeight) * height - 0.5, 0), height - 1);
    const low = Math.floor(position);
    const high = Math.min(low + 1, height - 1);
    exports.grid_row(rowAt, nodesAt + low * rowVectors * 16, nodesAt + high * rowVectors * 16, position - low, rowVectors);
    interpolatedRow = y;
  };

  return ({ address, count, first, picture }: Run) => {
    const y = Math.floor(first / picture.width);
    interpolateRow(y, picture.height);
    const column = first - y * picture.width;
    const scale = width / picture.width;
    if (form === 'affine') {
      if (depth === 1) exports.run_grid_affine_flat(address, count, column, rowAt, width, scale, maximumColorGain);
      else exports.run_grid_affine(address, count, column, rowAt, width, depth, scale, maximumColorGain);
    } else if (depth === 1) {
      exports.run_grid_curve_flat(address, count, column, rowAt, width, vectorCount, scale);
    } else {
      exports.run_grid_curve(address, count, column, rowAt, width, depth, vectorCount, scale);
    }
  };
}
