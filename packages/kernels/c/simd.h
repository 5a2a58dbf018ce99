// What every kernel shares: vector types, the few instructions clang has no operator for, and the form of a pixel.
//
// Pixels come in two forms.
//   8-bit words: uint32 with red in the lowest byte, then green, blue, alpha (WebAssembly is little-endian).
//   runs:        float32 x 4 a pixel (red, green, blue, alpha), encoded values, nominally 0..1, never clamped. Lane 3 carries
//                something finite that no kernel looks at; alpha is restored from the source when a run is written.
//
// All buffers start at a multiple of 16 bytes. Kernels work on up to 128 pixels at a time and may read and write past `count` up to the
// next multiple of 128; the loader leaves that room.
#pragma once

#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))

typedef float f32x4 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));
typedef int16_t i16x8 __attribute__((vector_size(16)));
typedef uint16_t u16x4 __attribute__((vector_size(8)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));

INLINE f32x4 splat(float value) { return (f32x4)wasm_f32x4_splat(value); }
INLINE u32x4 splat_u(uint32_t value) { return (u32x4)wasm_i32x4_splat((int32_t)value); }

// b < a ? b : a and a < b ? b : a: NaN in `a` stays NaN, which `truncate` turns into 0.
INLINE f32x4 lower(f32x4 a, f32x4 b) { return (f32x4)wasm_f32x4_pmin((v128_t)a, (v128_t)b); }
INLINE f32x4 upper(f32x4 a, f32x4 b) { return (f32x4)wasm_f32x4_pmax((v128_t)a, (v128_t)b); }
INLINE f32x4 clamp(f32x4 value, f32x4 low, f32x4 high) { return lower(upper(value, low), high); }

INLINE i32x4 truncate(f32x4 value) { return (i32x4)wasm_i32x4_trunc_sat_f32x4((v128_t)value); }
INLINE f32x4 to_float(i32x4 value) { return (f32x4)wasm_f32x4_convert_i32x4((v128_t)value); }

INLINE u32x4 lower_u(u32x4 a, u32x4 b) { return (u32x4)wasm_u32x4_min((v128_t)a, (v128_t)b); }
INLINE u32x4 upper_u(u32x4 a, u32x4 b) { return (u32x4)wasm_u32x4_max((v128_t)a, (v128_t)b); }

INLINE f32x4 select(u32x4 mask, f32x4 chosen, f32x4 other) {
  return (f32x4)wasm_v128_bitselect((v128_t)chosen, (v128_t)other, (v128_t)mask);
}

// Four pixels of 32-bit integers a channel as four words, saturated to 0..255.
INLINE u32x4 pack_words(i32x4 a, i32x4 b, i32x4 c, i32x4 d) {
  return (u32x4)wasm_u8x16_narrow_i16x8(wasm_i16x8_narrow_i32x4((v128_t)a, (v128_t)b), wasm_i16x8_narrow_i32x4((v128_t)c, (v128_t)d));
}

// Colour from `colour`, alpha from `source`.
INLINE u32x4 with_alpha_of(u32x4 colour, u32x4 source) {
  const u32x4 alpha = splat_u(0xff000000u);
  return (colour & ~alpha) | (source & alpha);
}
