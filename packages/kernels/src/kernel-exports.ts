/** An address in the module's memory. Layouts are stated at the top of each C file. */
export type Address = number;

/** The functions of the module, as the C sources declare them. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __heap_base: { readonly value: number };

  prepare_lut_8(values: Address, pairs: Address, size: number, shift: number): void;
  lut_8(source: Address, target: Address, count: number, positions: Address, pairs: Address, size: number, shift: number): void;
  chain_8(pixels: Address, count: number, columns: Address, lasts: Address, red: Address, green: Address, blue: Address): void;
  chain_mixed_8(
    pixels: Address,
    count: number,
    columns: Address,
    betweenLasts: Address,
    betweenRed: Address,
    betweenGreen: Address,
    betweenBlue: Address,
    rows: Address,
    lasts: Address,
    red: Address,
    green: Address,
    blue: Address,
  ): void;

  read_8(source: Address, run: Address, count: number): void;
  read_16(source: Address, run: Address, count: number): void;
  read_ramp_16(source: Address, run: Address, count: number, ramp: Address): void;
  write_8(run: Address, source: Address, target: Address, count: number): void;
  write_16(run: Address, source: Address, target: Address, count: number): void;

  run_matrix(run: Address, count: number, columns: Address): void;
  run_tables(run: Address, count: number, axes: Address, red: Address, green: Address, blue: Address): void;
  run_power(run: Address, count: number, samples: Address, lowest: number, cells: number): void;
  run_cube(run: Address, count: number): void;
  run_lut(run: Address, count: number, nodes: Address, size: number): void;

  grid_row(row: Address, low: Address, high: Address, fraction: number, count: number): void;
  run_grid_affine(run: Address, count: number, first: number, row: Address, width: number, depth: number, scale: number, colorGain: number): void;
  run_grid_curve(run: Address, count: number, first: number, row: Address, width: number, depth: number, vectors: number, scale: number): void;
  run_grid_affine_flat(run: Address, count: number, first: number, row: Address, width: number, scale: number, colorGain: number): void;
  run_grid_curve_flat(run: Address, count: number, first: number, row: Address, width: number, vectors: number, scale: number): void;

  run_copy(run: Address, target: Address, count: number): void;
  run_blend(run: Address, before: Address, amounts: Address, count: number): void;
  run_blend_evenly(run: Address, before: Address, amount: number, count: number): void;
  amounts_8(mask: Address, amounts: Address, count: number, inverted: number, strength: number): number;
  amounts_16(mask: Address, amounts: Address, count: number, inverted: number, strength: number): number;
  amounts_float(mask: Address, amounts: Address, count: number, inverted: number, strength: number): number;

  run_network(run: Address, count: number, weights: Address): void;

  levels_8(pixels: Address, count: number, hasAlpha: number, luma: Address, counts: Address): void;
  levels_16(pixels: Address, count: number, hasAlpha: number, luma: Address, counts: Address, sums: Address): void;
  area_row_8(source: Address, hasAlpha: number, outWidth: number, starts: Address, offsets: Address, weights: Address, sums: Address): void;
  area_row_16(source: Address, hasAlpha: number, outWidth: number, starts: Address, offsets: Address, weights: Address, sums: Address): void;
  area_add(output: Address, sums: Address, weight: number, outWidth: number): void;

  expand_8(pixels: Address, count: number): void;
  expand_16(pixels: Address, count: number): void;
  compact_8(pixels: Address, count: number): void;
  compact_16(pixels: Address, count: number): void;
}
