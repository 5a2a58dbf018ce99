// Histograms and sums of integer pixels, added to what is there. Each pixel weighs its alpha when `has_alpha` is 1, full scale otherwise.
//
// counts   uint32 [5][bins]: red, green, blue, largest channel, smallest channel. 8 bit: a bin a level (256). 16 bit: 64 levels
//          a bin (1024). A call of at most 65537 pixels of weight 65535 cannot overflow them.
// luma     uint32 [1025]: 1024 bins of 0.299 R + 0.587 G + 0.114 B over 0..1; white may round into the last.
// sums     float64 [8]: levels times weight of the five; then the weight of all pixels, of those with a channel at 0, and of those with
//          one at full scale. Exact: below 2^53.
#include "simd.h"

INLINE void count(const int red, const int green, const int blue, const uint32_t weight, int shift, int bins, double full_scale, uint32_t* counts,
                  uint32_t* luma, uint64_t totals[8]) {
  const int largest = red > green ? (red > blue ? red : blue) : (green > blue ? green : blue);
  const int smallest = red < green ? (red < blue ? red : blue) : (green < blue ? green : blue);
  counts[red >> shift] += weight;
  counts[bins + (green >> shift)] += weight;
  counts[2 * bins + (blue >> shift)] += weight;
  counts[3 * bins + (largest >> shift)] += weight;
  counts[4 * bins + (smallest >> shift)] += weight;
  luma[(int)(red * (0.299 * 1024 / full_scale) + green * (0.587 * 1024 / full_scale) + blue * (0.114 * 1024 / full_scale))] += weight;
  totals[0] += (uint64_t)red * weight;
  totals[1] += (uint64_t)green * weight;
  totals[2] += (uint64_t)blue * weight;
  totals[3] += (uint64_t)largest * weight;
  totals[4] += (uint64_t)smallest * weight;
  totals[5] += weight;
  if (smallest == 0) totals[6] += weight;
  if (largest == (int)full_scale) totals[7] += weight;
}

INLINE void add_totals(const uint64_t totals[8], double* sums) {
  for (int i = 0; i < 8; i++) sums[i] += (double)totals[i];
}

EXPORT(levels_8)
void levels_8(const uint8_t* pixels, int pixel_count, int has_alpha, uint32_t* counts, uint32_t* luma, double* sums) {
  uint64_t totals[8] = {0};
  for (int i = 0; i < pixel_count; i++, pixels += 4) {
    const uint32_t weight = has_alpha ? pixels[3] : 255;
    if (weight != 0) count(pixels[0], pixels[1], pixels[2], weight, 0, 256, 255, counts, luma, totals);
  }
  add_totals(totals, sums);
}

EXPORT(levels_16)
void levels_16(const uint16_t* pixels, int pixel_count, int has_alpha, uint32_t* counts, uint32_t* luma, double* sums) {
  uint64_t totals[8] = {0};
  for (int i = 0; i < pixel_count; i++, pixels += 4) {
    const uint32_t weight = has_alpha ? pixels[3] : 65535;
    if (weight != 0) count(pixels[0], pixels[1], pixels[2], weight, 6, 1024, 65535, counts, luma, totals);
  }
  add_totals(totals, sums);
}
