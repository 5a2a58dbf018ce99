// The folded 3-64-64-3 network on runs, in place: two hidden layers of 64 with max(0, x), a linear output of 3. Not clamped.
//
// weights  float32, one after the other:
//   hidden1 [64][3], bias1 [64]          from red, green, blue
//   hidden2 [64 in][64 out], bias2 [64]  input-major, so that four outputs of one input lie together
//   output  [3][64], bias3 [3]
//
// Eight pixels at a time, two vectors a channel. Half of a first layer's units are usually 0, and neighbours are alike: units that are 0 for all
// eight are left out of the second layer, which is nearly all of the 4480 products a pixel. Leaving out a product with 0 changes no sum.
#include "simd.h"

#define UNITS 64
#define OUTPUTS_AT_ONCE 4  // of the second layer: eight sums in registers beside their factors
#define PIXELS_AT_ONCE 8

typedef struct {
  float hidden1[UNITS][3], bias1[UNITS];
  float hidden2[UNITS][UNITS], bias2[UNITS];
  float output[3][UNITS], bias3[3];
} Network;

// Of eight pixels.
typedef struct {
  f32x4 low, high;
} Eight;

// Units of the first layer that are not 0: their values, and the second layer's weights for them.
typedef struct {
  Eight values[UNITS];
  const float* weights[UNITS];
  int count;
} ActiveUnits;

INLINE f32x4 rectify(f32x4 value) { return upper(value, splat(0)); }
INLINE Eight rectify_eight(Eight value) { return (Eight){rectify(value.low), rectify(value.high)}; }
INLINE Eight splat_eight(float value) { return (Eight){splat(value), splat(value)}; }
INLINE Eight add_product(Eight sum, f32x4 factor, Eight value) { return (Eight){sum.low + factor * value.low, sum.high + factor * value.high}; }

INLINE void first_layer(const Network* network, Eight red, Eight green, Eight blue, ActiveUnits* active) {
  int count = 0;
  for (int unit = 0; unit < UNITS; unit++) {
    const f32x4 from_red = splat(network->hidden1[unit][0]), from_green = splat(network->hidden1[unit][1]), from_blue = splat(network->hidden1[unit][2]);
    const f32x4 bias = splat(network->bias1[unit]);
    const Eight value = rectify_eight((Eight){from_red * red.low + from_green * green.low + from_blue * blue.low + bias,
                                              from_red * red.high + from_green * green.high + from_blue * blue.high + bias});
    active->values[count] = value;
    active->weights[count] = network->hidden2[unit];
    count += wasm_v128_any_true(wasm_v128_or((v128_t)value.low, (v128_t)value.high));
  }
  active->count = count;
}

// The second layer, four units at a time, and what each adds to the output.
INLINE void other_layers(const Network* network, const ActiveUnits* active, Eight colour[3]) {
  for (int channel = 0; channel < 3; channel++) colour[channel] = splat_eight(network->bias3[channel]);
  for (int out = 0; out < UNITS; out += OUTPUTS_AT_ONCE) {
    Eight sums[OUTPUTS_AT_ONCE];
#pragma clang loop unroll(full)
    for (int o = 0; o < OUTPUTS_AT_ONCE; o++) sums[o] = splat_eight(network->bias2[out + o]);
    for (int n = 0; n < active->count; n++) {
      const Eight value = active->values[n];
      const float* weights = active->weights[n] + out;
#pragma clang loop unroll(full)
      for (int o = 0; o < OUTPUTS_AT_ONCE; o++) sums[o] = add_product(sums[o], splat(weights[o]), value);
    }
#pragma clang loop unroll(full)
    for (int o = 0; o < OUTPUTS_AT_ONCE; o++) {
      const Eight value = rectify_eight(sums[o]);
#pragma clang loop unroll(full)
      for (int channel = 0; channel < 3; channel++) colour[channel] = add_product(colour[channel], splat(network->output[channel][out + o]), value);
    }
  }
}

INLINE void transpose(v128_t a, v128_t b, v128_t c, v128_t d, f32x4 out[4]) {
  const v128_t ab_low = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), cd_low = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  const v128_t ab_high = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7), cd_high = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  out[0] = (f32x4)wasm_i32x4_shuffle(ab_low, cd_low, 0, 1, 4, 5);
  out[1] = (f32x4)wasm_i32x4_shuffle(ab_low, cd_low, 2, 3, 6, 7);
  out[2] = (f32x4)wasm_i32x4_shuffle(ab_high, cd_high, 0, 1, 4, 5);
  out[3] = (f32x4)wasm_i32x4_shuffle(ab_high, cd_high, 2, 3, 6, 7);
}

INLINE void transpose_pixels(const f32x4* pixels, f32x4 channels[4]) { transpose((v128_t)pixels[0], (v128_t)pixels[1], (v128_t)pixels[2], (v128_t)pixels[3], channels); }

// `count` is rounded up to a multiple of 8: the loader leaves that room.
EXPORT(run_network)
void run_network(f32x4* run, int count, const Network* network) {
  static ActiveUnits active;
  for (int i = 0; i < count; i += PIXELS_AT_ONCE, run += PIXELS_AT_ONCE) {
    f32x4 low[4], high[4];
    transpose_pixels(run, low);
    transpose_pixels(run + 4, high);
    first_layer(network, (Eight){low[0], high[0]}, (Eight){low[1], high[1]}, (Eight){low[2], high[2]}, &active);
    Eight colour[3];
    other_layers(network, &active, colour);
    transpose((v128_t)colour[0].low, (v128_t)colour[1].low, (v128_t)colour[2].low, (v128_t)splat(0), run);
    transpose((v128_t)colour[0].high, (v128_t)colour[1].high, (v128_t)colour[2].high, (v128_t)splat(0), run + 4);
  }
}
