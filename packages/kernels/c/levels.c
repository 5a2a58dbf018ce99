// Histograms of integer pixels, added to what is there. Each pixel weighs its alpha when `has_alpha` is 1, full scale otherwise.
//
// counts   uint32 [2][5 bins + 1025]: red, green, blue, largest channel, smallest channel, luma; twice, for pixels at even and at odd
//          places, because neighbours are often alike and a counter just written is slow to read. 8 bit: a bin a level (256). 16 bit: 64
//          levels a bin (1024). Luma: 1024 bins over 0..1; white may fall in one more. Calls that add to the same counts may see
//          16843009 pixels of 8 bit and 65537 of 16 bit before a count could overflow.
// luma     uint64 [3]: what a level of red, green and blue adds to the position among the luma bins, in 1/2^21 bin for 8 bit
//          and 1/2^31 bin for 16 bit. Whole numbers, so that bins do not depend on how sums are rounded.
// sums     uint64 [7], 16 bit only, where bins do not tell: levels times weight of the five; then the weight of pixels with a channel at 0,
//          and of those with one at full scale.
#include "simd.h"

#define LUMA_BINS 1025
#define BINS_8 256
#define BINS_16 1024
#define COPY_8 (5 * BINS_8 + LUMA_BINS)
#define COPY_16 (5 * BINS_16 + LUMA_BINS)
#define LUMA_SHIFT_8 21
#define LUMA_SHIFT_16 31

// What is counted of four pixels besides their channels.
typedef struct {
  uint32_t largest[4], smallest[4], luma[4];
} Derived;

INLINE u32x4 larger_bytes(u32x4 a, u32x4 b) { return (u32x4)wasm_u8x16_max((v128_t)a, (v128_t)b); }
INLINE u32x4 smaller_bytes(u32x4 a, u32x4 b) { return (u32x4)wasm_u8x16_min((v128_t)a, (v128_t)b); }

INLINE void derive_8(const uint8_t* pixels, const uint64_t* luma, Derived* derived) {
  const u32x4 red = (u32x4)wasm_v128_load(pixels), green = red >> 8, blue = red >> 16, byte = splat_u(255);
  wasm_v128_store(derived->largest, (v128_t)(larger_bytes(larger_bytes(red, green), blue) & byte));
  wasm_v128_store(derived->smallest, (v128_t)(smaller_bytes(smaller_bytes(red, green), blue) & byte));
  const u32x4 position = (red & byte) * splat_u(luma[0]) + (green & byte) * splat_u(luma[1]) + (blue & byte) * splat_u(luma[2]);
  wasm_v128_store(derived->luma, (v128_t)(position >> LUMA_SHIFT_8));
}

INLINE void count_8(const uint8_t* pixel, const Derived* derived, int i, int has_alpha, uint32_t* counts) {
  const uint32_t red = pixel[0], green = pixel[1], blue = pixel[2], weight = has_alpha ? pixel[3] : 255;
  const uint32_t largest = derived->largest[i], smallest = derived->smallest[i], luma = derived->luma[i];
  counts[red] += weight;
  counts[BINS_8 + green] += weight;
  counts[2 * BINS_8 + blue] += weight;
  counts[3 * BINS_8 + largest] += weight;
  counts[4 * BINS_8 + smallest] += weight;
  counts[5 * BINS_8 + luma] += weight;
}

INLINE void count_all_8(const uint8_t* pixels, int pixel_count, int has_alpha, const uint64_t* luma, uint32_t* counts) {
  static Derived derived;
  int i = 0;
  for (; i + 4 <= pixel_count; i += 4, pixels += 16) {
    derive_8(pixels, luma, &derived);
    count_8(pixels, &derived, 0, has_alpha, counts);
    count_8(pixels + 4, &derived, 1, has_alpha, counts + COPY_8);
    count_8(pixels + 8, &derived, 2, has_alpha, counts);
    count_8(pixels + 12, &derived, 3, has_alpha, counts + COPY_8);
  }
  if (i == pixel_count) return;
  derive_8(pixels, luma, &derived);
  for (int k = 0; i + k < pixel_count; k++) count_8(pixels + k * 4, &derived, k, has_alpha, counts);
}

EXPORT(levels_8)
void levels_8(const uint8_t* pixels, int pixel_count, int has_alpha, const uint64_t* luma, uint32_t* counts) {
  if (has_alpha) count_all_8(pixels, pixel_count, 1, luma, counts);
  else count_all_8(pixels, pixel_count, 0, luma, counts);
}

INLINE void count_16(const uint16_t* pixel, int has_alpha, const uint64_t* luma, uint32_t* counts, uint64_t totals[7]) {
  const uint32_t red = pixel[0], green = pixel[1], blue = pixel[2], weight = has_alpha ? pixel[3] : 65535;
  const v128_t channels = wasm_v128_load64_zero(pixel), from_green = wasm_u64x2_shr(channels, 16), from_blue = wasm_u64x2_shr(channels, 32);
  const uint32_t largest = wasm_u16x8_extract_lane(wasm_u16x8_max(wasm_u16x8_max(channels, from_green), from_blue), 0);
  const uint32_t smallest = wasm_u16x8_extract_lane(wasm_u16x8_min(wasm_u16x8_min(channels, from_green), from_blue), 0);
  counts[red >> 6] += weight;
  counts[BINS_16 + (green >> 6)] += weight;
  counts[2 * BINS_16 + (blue >> 6)] += weight;
  counts[3 * BINS_16 + (largest >> 6)] += weight;
  counts[4 * BINS_16 + (smallest >> 6)] += weight;
  counts[5 * BINS_16 + (uint32_t)((red * luma[0] + green * luma[1] + blue * luma[2]) >> LUMA_SHIFT_16)] += weight;
  totals[0] += (uint64_t)red * weight;
  totals[1] += (uint64_t)green * weight;
  totals[2] += (uint64_t)blue * weight;
  totals[3] += (uint64_t)largest * weight;
  totals[4] += (uint64_t)smallest * weight;
  totals[5] += smallest == 0 ? weight : 0;
  totals[6] += largest == 65535 ? weight : 0;
}

INLINE void count_all_16(const uint16_t* pixels, int pixel_count, int has_alpha, const uint64_t* luma, uint32_t* counts, uint64_t* sums) {
  uint64_t totals[7] = {0};
  int i = 0;
  for (; i + 2 <= pixel_count; i += 2, pixels += 8) {
    count_16(pixels, has_alpha, luma, counts, totals);
    count_16(pixels + 4, has_alpha, luma, counts + COPY_16, totals);
  }
  if (i < pixel_count) count_16(pixels, has_alpha, luma, counts, totals);
  for (int k = 0; k < 7; k++) sums[k] += totals[k];
}

EXPORT(levels_16)
void levels_16(const uint16_t* pixels, int pixel_count, int has_alpha, const uint64_t* luma, uint32_t* counts, uint64_t* sums) {
  if (has_alpha) count_all_16(pixels, pixel_count, 1, luma, counts, sums);
  else count_all_16(pixels, pixel_count, 0, luma, counts, sums);
}
