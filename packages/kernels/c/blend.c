// Mask blending in encoded values: v' = before + amount (after - before), before anything is clamped.
//
// amounts  float32 a pixel: strength times coverage. Where it is exactly 0 the pixel is `before`, whatever `after` holds.
#include "simd.h"

EXPORT(run_blend)
void run_blend(f32x4* run, const f32x4* before, const float* amounts, int count) {
  for (int i = 0; i < count; i++) {
    const f32x4 amount = splat(amounts[i]);
    const f32x4 blended = before[i] + amount * (run[i] - before[i]);
    run[i] = select((u32x4)(amount == splat(0)), before[i], blended);
  }
}

EXPORT(run_blend_evenly)
void run_blend_evenly(f32x4* run, const f32x4* before, float amount, int count) {
  for (int i = 0; i < count; i++) run[i] = before[i] + splat(amount) * (run[i] - before[i]);
}

EXPORT(run_copy)
void run_copy(const f32x4* run, f32x4* target, int count) {
  for (int i = 0; i < count; i++) target[i] = run[i];
}

// Coverage of a mask as amounts; returns whether any is not 0. `inverted` is 0 or 1. Float coverage is clamped to 0..1, NaN is 0.
INLINE int store_amount(float* amount, float coverage, int inverted, float strength) {
  *amount = strength * (inverted ? 1 - coverage : coverage);
  return *amount != 0;
}

EXPORT(amounts_8)
int amounts_8(const uint8_t* mask, float* amounts, int count, int inverted, float strength) {
  int any = 0;
  for (int i = 0; i < count; i++) any |= store_amount(amounts + i, mask[i] * (1.0f / 255), inverted, strength);
  return any;
}

EXPORT(amounts_16)
int amounts_16(const uint16_t* mask, float* amounts, int count, int inverted, float strength) {
  int any = 0;
  for (int i = 0; i < count; i++) any |= store_amount(amounts + i, mask[i] * (1.0f / 65535), inverted, strength);
  return any;
}

EXPORT(amounts_float)
int amounts_float(const float* mask, float* amounts, int count, int inverted, float strength) {
  int any = 0;
  for (int i = 0; i < count; i++) {
    const float sample = mask[i];
    any |= store_amount(amounts + i, sample > 0 ? (sample < 1 ? sample : 1) : 0, inverted, strength);
  }
  return any;
}
