// Tables, a matrix and tables on 8-bit pixels in one pass: [table a channel] -> 3x4 matrix -> [table a channel].
//
// What lies before the matrix has only 256 inputs a channel, so it is multiplied into the matrix beforehand:
// columns    float32 [3][256][4]: for each channel and level, what it adds to the positions in the three tables that follow. The
//            offset rides on red. Any finite range.
// lasts      float32 [4]: the last index of the red, green and blue table, below 2^23. Positions are clamped to 0..last and rounded to
//            nearest, NaN reads entry 0.
// red, green, blue
//            uint8: the result for each position. At least one entry.
//
// chain_mixed_8 puts tables of float32 and a second matrix in between: positions in `between` tables, then
// rows       float32 [4][4]: the second matrix by columns (lane = row), scaled to positions in the last tables, offset last.
#include "simd.h"

INLINE f32x4 sum_columns(const f32x4* columns, const uint8_t* pixel) {
  return columns[pixel[0]] + columns[256 + pixel[1]] + columns[512 + pixel[2]];
}

// Adding 2^23 leaves the nearest whole number in the lower bits: two instructions where converting takes engines seven.
INLINE i32x4 to_index(f32x4 position, f32x4 last) {
  const f32x4 within = lower(last, upper(splat(0), position));
  return (i32x4)((u32x4)(within + splat(8388608)) & splat_u(0x7fffff));
}

INLINE uint32_t result_word(i32x4 index, const uint8_t* red, const uint8_t* green, const uint8_t* blue, uint8_t alpha) {
  return red[index[0]] | (uint32_t)green[index[1]] << 8 | (uint32_t)blue[index[2]] << 16 | (uint32_t)alpha << 24;
}

EXPORT(chain_8)
void chain_8(const uint8_t* source, uint32_t* target, int count, const f32x4* columns, const f32x4* lasts, const uint8_t* red, const uint8_t* green,
             const uint8_t* blue) {
  const f32x4 last = *lasts;
  for (int i = 0; i < count; i++, source += 4) {
    target[i] = result_word(to_index(sum_columns(columns, source), last), red, green, blue, source[3]);
  }
}

EXPORT(chain_mixed_8)
void chain_mixed_8(const uint8_t* source, uint32_t* target, int count, const f32x4* columns, const f32x4* between_lasts, const float* between_red,
                   const float* between_green, const float* between_blue, const f32x4* rows, const f32x4* lasts, const uint8_t* red,
                   const uint8_t* green, const uint8_t* blue) {
  const f32x4 between_last = *between_lasts, last = *lasts;
  const f32x4 from_red = rows[0], from_green = rows[1], from_blue = rows[2], offset = rows[3];
  for (int i = 0; i < count; i++, source += 4) {
    const i32x4 index = to_index(sum_columns(columns, source), between_last);
    const f32x4 position = splat(between_red[index[0]]) * from_red + splat(between_green[index[1]]) * from_green + splat(between_blue[index[2]]) * from_blue + offset;
    target[i] = result_word(to_index(position, last), red, green, blue, source[3]);
  }
}
