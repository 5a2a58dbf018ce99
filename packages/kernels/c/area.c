// Area-average down-scaling in float64: columns of one source row first, then rows into the output row. Every term is added in the order in
// which the core's own loop adds it, so that both give the same bits.
//
// starts   int32 [out_width]: first source column under each output column
// offsets  int32 [out_width + 1]: where each output column's weights begin
// weights  float64: share of each source column; the ones between the first and the last of a column are equal (whole pixels)
// sums     float64 [out_width][4]: averages of red, green and blue, each times alpha, and of alpha, 0..1. Opaque pixels have alpha 1.
#include "simd.h"

typedef double f64x2 __attribute__((vector_size(16)));

typedef struct {
  f64x2 red_green, blue_alpha;
} Wide;

INLINE f64x2 splat_d(double value) { return (f64x2)wasm_f64x2_splat(value); }

INLINE u32x4 pixel_8(const uint8_t* source) { return (u32x4)wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(source))); }
INLINE u32x4 pixel_16(const uint16_t* source) { return (u32x4)wasm_u32x4_load16x4(source); }
INLINE u32x4 pixel_at(const void* source, int is_wide, int column) {
  return is_wide ? pixel_16((const uint16_t*)source + column * 4) : pixel_8((const uint8_t*)source + column * 4);
}

INLINE Wide widen(u32x4 pixel) {
  const v128_t upper_half = wasm_i32x4_shuffle((v128_t)pixel, (v128_t)pixel, 2, 3, 2, 3);
  return (Wide){(f64x2)wasm_f64x2_convert_low_u32x4((v128_t)pixel), (f64x2)wasm_f64x2_convert_low_u32x4(upper_half)};
}

INLINE Wide times(Wide value, double factor) { return (Wide){value.red_green * splat_d(factor), value.blue_alpha * splat_d(factor)}; }
INLINE Wide plus(Wide a, Wide b) { return (Wide){a.red_green + b.red_green, a.blue_alpha + b.blue_alpha}; }

// Whole pixels are summed as integers, exactly: of 16 bit up to 65537 of them.
INLINE Wide sum_opaque(const void* source, int is_wide, int first, int last, const double* weights) {
  const Wide edge = times(widen(pixel_at(source, is_wide, first)), weights[0]);
  if (last == first) return edge;
  u32x4 whole = splat_u(0);
  for (int column = first + 1; column < last; column++) whole += pixel_at(source, is_wide, column);
  const double share = last - first > 1 ? weights[1] : 0;
  return plus(edge, plus(times(widen(whole), share), times(widen(pixel_at(source, is_wide, last)), weights[last - first])));
}

INLINE Wide sum_covered(const void* source, int is_wide, int first, int last, const double* weights) {
  Wide sum = {splat_d(0), splat_d(0)};
  for (int column = first; column <= last; column++, weights++) {
    Wide pixel = widen(pixel_at(source, is_wide, column));
    const double weight = *weights * pixel.blue_alpha[1];
    pixel.blue_alpha[1] = 1;
    sum = plus(sum, times(pixel, weight));
  }
  return sum;
}

INLINE void reduce_row(const void* source, int is_wide, int has_alpha, int out_width, const int* starts, const int* offsets, const double* weights, Wide* sums) {
  const double scale = 1 / (is_wide ? 65535.0 : 255.0);
  for (int x = 0; x < out_width; x++) {
    const int first = starts[x], last = first + offsets[x + 1] - offsets[x] - 1;
    if (has_alpha) {
      const Wide sum = sum_covered(source, is_wide, first, last, weights + offsets[x]);
      sums[x].red_green = sum.red_green * splat_d(scale) * splat_d(scale);
      sums[x].blue_alpha = (f64x2){sum.blue_alpha[0] * scale * scale, sum.blue_alpha[1] * scale};
    } else {
      sums[x] = times(sum_opaque(source, is_wide, first, last, weights + offsets[x]), scale);
      sums[x].blue_alpha[1] = 1;
    }
  }
}

EXPORT(area_row_8)
void area_row_8(const uint8_t* source, int has_alpha, int out_width, const int* starts, const int* offsets, const double* weights, Wide* sums) {
  if (has_alpha) reduce_row(source, 0, 1, out_width, starts, offsets, weights, sums);
  else reduce_row(source, 0, 0, out_width, starts, offsets, weights, sums);
}

EXPORT(area_row_16)
void area_row_16(const uint16_t* source, int has_alpha, int out_width, const int* starts, const int* offsets, const double* weights, Wide* sums) {
  if (has_alpha) reduce_row(source, 1, 1, out_width, starts, offsets, weights, sums);
  else reduce_row(source, 1, 0, out_width, starts, offsets, weights, sums);
}

// Adds a reduced row to the output row by its share.
EXPORT(area_add)
void area_add(Wide* output, const Wide* sums, double weight, int out_width) {
  for (int x = 0; x < out_width; x++) output[x] = plus(output[x], times(sums[x], weight));
}
