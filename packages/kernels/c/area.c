// Area-average down-scaling: columns of one source row first, then rows into the output row.
//
// starts   int32 [out_width]: first source column under each output column
// offsets  int32 [out_width + 1]: where each output column's weights begin
// weights  float32: share of each source column; the ones between the first and the last of a column are equal (whole pixels)
// sums     float32 [out_width][4]: average of red, green, blue, each times alpha, and of alpha, in levels. Opaque pixels have alpha 1, so
//          that the fourth lane is 1.
//
// Whole pixels of 8 bit are summed exactly; everything else is rounded to float32 once a term.
#include "simd.h"

INLINE f32x4 pixel_8(const uint8_t* source) {
  const v128_t bytes = wasm_v128_load32_zero(source);
  return to_float((i32x4)wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(bytes)));
}

INLINE f32x4 pixel_16(const uint16_t* source) { return to_float((i32x4)wasm_u32x4_load16x4(source)); }

INLINE f32x4 covered(f32x4 pixel, int has_alpha) {
  const f32x4 one_last = (f32x4)wasm_f32x4_replace_lane((v128_t)pixel, 3, 1);
  return has_alpha ? one_last * splat(pixel[3]) : one_last;
}

INLINE void reduce_row(const void* source, int is_wide, int has_alpha, int out_width, const int* starts, const int* offsets, const float* weights,
                       f32x4* sums) {
  for (int x = 0; x < out_width; x++) {
    const int first = offsets[x], last = offsets[x + 1] - 1;
    const int column = starts[x];
#define PIXEL(k) covered(is_wide ? pixel_16((const uint16_t*)source + (column + (k)) * 4) : pixel_8((const uint8_t*)source + (column + (k)) * 4), has_alpha)
    f32x4 sum = PIXEL(0) * splat(weights[first]);
    if (last > first) {
      f32x4 inner = splat(0);
      for (int k = 1; k < last - first; k++) inner += PIXEL(k);
      if (last - first > 1) sum += inner * splat(weights[first + 1]);
      sum += PIXEL(last - first) * splat(weights[last]);
    }
#undef PIXEL
    sums[x] = sum;
  }
}

EXPORT(area_row_8)
void area_row_8(const uint8_t* source, int has_alpha, int out_width, const int* starts, const int* offsets, const float* weights, f32x4* sums) {
  if (has_alpha) reduce_row(source, 0, 1, out_width, starts, offsets, weights, sums);
  else reduce_row(source, 0, 0, out_width, starts, offsets, weights, sums);
}

EXPORT(area_row_16)
void area_row_16(const uint16_t* source, int has_alpha, int out_width, const int* starts, const int* offsets, const float* weights, f32x4* sums) {
  if (has_alpha) reduce_row(source, 1, 1, out_width, starts, offsets, weights, sums);
  else reduce_row(source, 1, 0, out_width, starts, offsets, weights, sums);
}

// Adds a reduced row to the output row by its share.
EXPORT(area_add)
void area_add(f32x4* output, const f32x4* sums, float weight, int out_width) {
  for (int x = 0; x < out_width; x++) output[x] += sums[x] * splat(weight);
}
