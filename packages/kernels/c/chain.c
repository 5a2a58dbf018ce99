// Tables, a matrix and tables on 8-bit pixels in one pass, in place: [table a channel] -> 3x4 matrix -> [table a channel].
//
// What lies before the matrix has only 256 inputs a channel, so it is multiplied into the matrix beforehand:
// columns    float32 [3][256][4]: for each channel and level, what it adds to the positions in the three tables that follow. The
//            offset rides on red. Any finite range.
// lasts      float32 [4]: the last index of the red, green and blue table, below 2^23. Positions are clamped to 0..last and rounded to
//            nearest, NaN reads entry 0.
// red, green, blue
//            uint8: the result for each position. At least one entry. All end below 2^23: positions are turned into addresses by the same sum that
//            rounds them.
//
// chain_mixed_8 puts tables of float32 and a second matrix in between: positions in `between` tables, then
// rows       float32 [4][4]: the second matrix by columns (lane = row), scaled to positions in the last tables, offset last.
//
// Two passes over blocks of 128 pixels: the first stores addresses, the second loads what they point to. Loading an address from memory costs
// less than taking it out of a vector, and writing single bytes less than putting a word together.
#include "simd.h"

#define BLOCK 128

typedef struct {
  uint32_t red, green, blue, unused;
} Addresses;

INLINE f32x4 sum_columns(const f32x4* columns, const uint8_t* pixel) {
  return columns[pixel[0]] + columns[256 + pixel[1]] + columns[512 + pixel[2]];
}

// Adding 2^23 leaves the nearest whole number in the lower bits: two instructions where converting takes engines seven.
INLINE i32x4 to_index(f32x4 position, f32x4 last) {
  const f32x4 within = lower(last, upper(splat(0), position));
  return (i32x4)((u32x4)(within + splat(8388608)) & splat_u(0x7fffff));
}

INLINE f32x4 address_bias(const uint8_t* red, const uint8_t* green, const uint8_t* blue) {
  return (f32x4){8388608 + (float)(uint32_t)red, 8388608 + (float)(uint32_t)green, 8388608 + (float)(uint32_t)blue, 8388608};
}

INLINE void store_addresses(f32x4 position, f32x4 last, f32x4 bias, Addresses* addresses) {
  const f32x4 within = lower(last, upper(splat(0), position));
  wasm_v128_store(addresses, (v128_t)((u32x4)(within + bias) & splat_u(0x7fffff)));
}

INLINE void write_bytes(uint8_t* pixels, const Addresses* addresses) {
  for (int i = 0; i < BLOCK; i++, pixels += 4, addresses++) {
    pixels[0] = *(const uint8_t*)addresses->red;
    pixels[1] = *(const uint8_t*)addresses->green;
    pixels[2] = *(const uint8_t*)addresses->blue;
  }
}

static Addresses addresses[BLOCK];

// `count` is rounded up to a multiple of 128: the loader leaves that room.
EXPORT(chain_8)
void chain_8(uint8_t* pixels, int count, const f32x4* columns, const f32x4* lasts, const uint8_t* red, const uint8_t* green, const uint8_t* blue) {
  const f32x4 last = *lasts, bias = address_bias(red, green, blue);
  for (int start = 0; start < count; start += BLOCK, pixels += BLOCK * 4) {
    for (int i = 0; i < BLOCK; i++) store_addresses(sum_columns(columns, pixels + i * 4), last, bias, addresses + i);
    write_bytes(pixels, addresses);
  }
}

EXPORT(chain_mixed_8)
void chain_mixed_8(uint8_t* pixels, int count, const f32x4* columns, const f32x4* between_lasts, const float* between_red, const float* between_green,
                   const float* between_blue, const f32x4* rows, const f32x4* lasts, const uint8_t* red, const uint8_t* green, const uint8_t* blue) {
  const f32x4 between_last = *between_lasts, last = *lasts, bias = address_bias(red, green, blue);
  const f32x4 from_red = rows[0], from_green = rows[1], from_blue = rows[2], offset = rows[3];
  for (int start = 0; start < count; start += BLOCK, pixels += BLOCK * 4) {
    for (int i = 0; i < BLOCK; i++) {
      const i32x4 index = to_index(sum_columns(columns, pixels + i * 4), between_last);
      const f32x4 position = splat(between_red[index[0]]) * from_red + splat(between_green[index[1]]) * from_green + splat(between_blue[index[2]]) * from_blue + offset;
      store_addresses(position, last, bias, addresses + i);
    }
    write_bytes(pixels, addresses);
  }
}
