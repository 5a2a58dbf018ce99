// Point transforms on runs, in place: matrix, tables read linearly, powers and roots, 3D LUT.
#include "simd.h"

// columns  float32 [4][4]: what red, green and blue add to each channel, then the offset; lane 3 all 0.
EXPORT(run_matrix)
void run_matrix(f32x4* run, int count, const f32x4* columns) {
  const f32x4 red = columns[0], green = columns[1], blue = columns[2], offset = columns[3];
  for (int i = 0; i < count; i++) {
    const f32x4 pixel = run[i];
    run[i] = splat(pixel[0]) * red + splat(pixel[1]) * green + splat(pixel[2]) * blue + offset;
  }
}

// Equally spaced samples, one table a channel (lanes 0..2), read linearly.
//   starts, scales  position = (value - start) * scale
//   lows, highs     positions are clamped here first: 0 and last where the ends hold, -inf and inf where the end segments go on
//   last_cells      index of the last cell, samples - 2
//   red, green, blue  float32 samples, at least 2
// NaN reads the first sample.
typedef struct {
  f32x4 starts, scales, lows, highs, last_cells;
} TableAxes;

EXPORT(run_tables)
void run_tables(f32x4* run, int count, const TableAxes* axes, const float* red, const float* green, const float* blue) {
  const f32x4 zero = splat(0);
  for (int i = 0; i < count; i++) {
    f32x4 position = (run[i] - axes->starts) * axes->scales;
    position = select((u32x4)(position == position), position, zero);
    position = clamp(position, axes->lows, axes->highs);
    const i32x4 cell = truncate(clamp(position, zero, axes->last_cells));
    const f32x4 fraction = position - to_float(cell);
    v128_t pairs = wasm_v128_load64_zero(red + cell[0]);
    pairs = wasm_v128_load64_lane(green + cell[1], pairs, 1);
    const v128_t blues = wasm_v128_load64_zero(blue + cell[2]);
    const f32x4 below = (f32x4)wasm_i32x4_shuffle(pairs, blues, 0, 2, 4, 6);
    const f32x4 above = (f32x4)wasm_i32x4_shuffle(pairs, blues, 1, 3, 5, 7);
    run[i] = below + fraction * (above - below);
  }
}

// An odd-symmetric function tabulated by the bits of the float itself, so that its steps are as fine in the shadows as in the lights.
//   samples  float32 for magnitudes lowest, ... in steps of 2^14 in the bits (512 an octave)
//   lowest   bits of the first sample; smaller magnitudes lie on the line from 0 to it
//   cells    number of samples - 1; larger magnitudes read the last sample. NaN stays NaN.
#define STEP_SHIFT 14

EXPORT(run_power)
void run_power(f32x4* run, int count, const float* samples, uint32_t lowest, int cells) {
  const u32x4 sign_mask = splat_u(0x80000000u);
  const f32x4 slope_from_zero = splat(samples[0]) / (f32x4)splat_u(lowest);
  const u32x4 last_position = splat_u(((uint32_t)cells << STEP_SHIFT) - 1);
  for (int i = 0; i < count; i++) {
    const u32x4 bits = (u32x4)run[i];
    const u32x4 magnitude = bits & ~sign_mask;
    const u32x4 inside = upper_u(magnitude, splat_u(lowest)) - splat_u(lowest);
    const u32x4 position = lower_u(inside, last_position);
    const u32x4 cell = position >> STEP_SHIFT;
    const f32x4 fraction = to_float((i32x4)(position & splat_u((1 << STEP_SHIFT) - 1))) * splat(1.0f / (1 << STEP_SHIFT));
    v128_t pairs = wasm_v128_load64_zero(samples + cell[0]);
    pairs = wasm_v128_load64_lane(samples + cell[1], pairs, 1);
    const v128_t blues = wasm_v128_load64_zero(samples + cell[2]);
    const f32x4 below = (f32x4)wasm_i32x4_shuffle(pairs, blues, 0, 2, 4, 6);
    const f32x4 above = (f32x4)wasm_i32x4_shuffle(pairs, blues, 1, 3, 5, 7);
    const f32x4 on_curve = below + fraction * (above - below);
    const f32x4 near_zero = (f32x4)magnitude * slope_from_zero;
    const f32x4 value = select((u32x4)(magnitude < splat_u(lowest)), near_zero, on_curve);
    run[i] = select((u32x4)(run[i] == run[i]), (f32x4)((u32x4)value | (bits & sign_mask)), run[i]);
  }
}

EXPORT(run_cube)
void run_cube(f32x4* run, int count) {
  for (int i = 0; i < count; i++) run[i] = run[i] * run[i] * run[i];
}

// 3D LUT, tetrahedral, from float32 nodes: for 16-bit pixels and for results that are blended before they are clamped.
//   nodes  float32 [size^3 + size^2 + size + 1][4]: red, green, blue, 0, any finite value, red index fastest; size <= 129.
// Input is clamped to 0..1, NaN reads as 0, output is not clamped. Fractions are in 1/65536: see lut.c for how they are sorted.
EXPORT(run_lut)
void run_lut(f32x4* run, int count, const f32x4* nodes, int size) {
  const f32x4 top = splat((float)(size - 1) * 65536);
  const u32x4 stride_mask = splat_u(0x7fff), fraction_mask = splat_u(0xffff);
  const int to_opposite = 1 + size + size * size;
  for (int i = 0; i < count; i += 4) {
    // Four pixels turned into one vector a channel.
    const v128_t p0 = (v128_t)run[i], p1 = (v128_t)run[i + 1], p2 = (v128_t)run[i + 2], p3 = (v128_t)run[i + 3];
    const v128_t rg01 = wasm_i32x4_shuffle(p0, p1, 0, 4, 1, 5), rg23 = wasm_i32x4_shuffle(p2, p3, 0, 4, 1, 5);
    const v128_t ba01 = wasm_i32x4_shuffle(p0, p1, 2, 6, 3, 7), ba23 = wasm_i32x4_shuffle(p2, p3, 2, 6, 3, 7);
    const f32x4 red = (f32x4)wasm_i32x4_shuffle(rg01, rg23, 0, 1, 4, 5);
    const f32x4 green = (f32x4)wasm_i32x4_shuffle(rg01, rg23, 2, 3, 6, 7);
    const f32x4 blue = (f32x4)wasm_i32x4_shuffle(ba01, ba23, 0, 1, 4, 5);

    const u32x4 at_red = (u32x4)truncate(clamp(red, splat(0), splat(1)) * top + splat(0.5f));
    const u32x4 at_green = (u32x4)truncate(clamp(green, splat(0), splat(1)) * top + splat(0.5f));
    const u32x4 at_blue = (u32x4)truncate(clamp(blue, splat(0), splat(1)) * top + splat(0.5f));
    const u32x4 key_red = (at_red & fraction_mask) << 15 | splat_u(1);
    const u32x4 key_green = (at_green & fraction_mask) << 15 | splat_u(size);
    const u32x4 key_blue = (at_blue & fraction_mask) << 15 | splat_u(size * size);
    const u32x4 high = upper_u(key_red, key_green), low = lower_u(key_red, key_green);
    const u32x4 largest = upper_u(high, key_blue);
    const u32x4 smallest = lower_u(low, key_blue);
    const u32x4 middle = upper_u(low, lower_u(high, key_blue));

    const u32x4 first = (at_red >> 16) + (at_green >> 16) * splat_u(size) + (at_blue >> 16) * splat_u(size * size);
    const u32x4 second = first + (largest & stride_mask);
    const u32x4 third = second + (middle & stride_mask);
    const f32x4 unit = splat(1.0f / 65536);
    const f32x4 large = to_float((i32x4)(largest >> 15)) * unit, mid = to_float((i32x4)(middle >> 15)) * unit, small = to_float((i32x4)(smallest >> 15)) * unit;
    const f32x4 weight1 = splat(1) - large, weight2 = large - mid, weight3 = mid - small;
#pragma clang loop unroll(full)
    for (int k = 0; k < 4; k++) {
      const f32x4* corner = nodes + first[k];
      run[i + k] = splat(weight1[k]) * corner[0] + splat(weight2[k]) * nodes[second[k]] + splat(weight3[k]) * nodes[third[k]] + splat(small[k]) * corner[to_opposite];
    }
  }
}
