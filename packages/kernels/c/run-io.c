// Integer pixels to runs and back.
//
// Reading divides by the full scale (255 or 65535). Writing clamps to 0..1, multiplies and rounds to nearest; NaN becomes 0;
// alpha is copied from `source`. A value read and written unchanged keeps its bits.
#include "simd.h"

INLINE f32x4 from_u16(const uint16_t* samples) {
  return to_float((i32x4)wasm_u32x4_load16x4(samples));
}

EXPORT(read_8)
void read_8(const uint8_t* source, f32x4* run, int count) {
  const f32x4 scale = splat(1.0f / 255);
  for (int i = 0; i < count; i += 4) {
    const v128_t words = wasm_v128_load(source + i * 4);
    const v128_t low = wasm_u16x8_extend_low_u8x16(words), high = wasm_u16x8_extend_high_u8x16(words);
    run[i] = to_float((i32x4)wasm_u32x4_extend_low_u16x8(low)) * scale;
    run[i + 1] = to_float((i32x4)wasm_u32x4_extend_high_u16x8(low)) * scale;
    run[i + 2] = to_float((i32x4)wasm_u32x4_extend_low_u16x8(high)) * scale;
    run[i + 3] = to_float((i32x4)wasm_u32x4_extend_high_u16x8(high)) * scale;
  }
}

EXPORT(read_16)
void read_16(const uint16_t* source, f32x4* run, int count) {
  for (int i = 0; i < count; i++) run[i] = from_u16(source + i * 4) * splat(1.0f / 65535);
}

// Reading through a table a channel: ramp float32 [65536][3], what each level of red, green and blue becomes; the fourth lane is 0.
EXPORT(read_ramp_16)
void read_ramp_16(const uint16_t* source, f32x4* run, int count, const float* ramp) {
  for (int i = 0; i < count; i++, source += 4) {
    run[i] = (f32x4){ramp[source[0] * 3], ramp[source[1] * 3 + 1], ramp[source[2] * 3 + 2], 0};
  }
}

INLINE i32x4 to_level(f32x4 value, float full_scale) {
  return truncate(clamp(value, splat(0), splat(1)) * splat(full_scale) + splat(0.5f));
}

EXPORT(write_8)
void write_8(const f32x4* run, const uint8_t* source, uint8_t* target, int count) {
  for (int i = 0; i < count; i += 4) {
    const u32x4 colour = pack_words(to_level(run[i], 255), to_level(run[i + 1], 255), to_level(run[i + 2], 255), to_level(run[i + 3], 255));
    wasm_v128_store(target + i * 4, (v128_t)with_alpha_of(colour, (u32x4)wasm_v128_load(source + i * 4)));
  }
}

EXPORT(write_16)
void write_16(const f32x4* run, const uint16_t* source, uint16_t* target, int count) {
  for (int i = 0; i < count; i++) {
    const uint16_t alpha = source[i * 4 + 3];
    const v128_t level = (v128_t)to_level(run[i], 65535);
    wasm_v128_store64_lane(target + i * 4, wasm_u16x8_narrow_i32x4(level, level), 0);
    target[i * 4 + 3] = alpha;
  }
}
