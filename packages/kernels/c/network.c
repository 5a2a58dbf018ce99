// The folded 3-64-64-3 network on runs, in place: two hidden layers of 64 with max(0, x), a linear output of 3. Not clamped.
//
// weights  float32, one after the other:
//   hidden1 [64][3], bias1 [64]          from red, green, blue
//   hidden2 [64 in][64 out], bias2 [64]  input-major, so that four outputs of one input lie together
//   output  [3][64], bias3 [3]
//
// Pixels go through in blocks, one vector a channel of four pixels, so that a weight is loaded once a block: 4480 products a pixel.
#include "simd.h"

#define UNITS 64
#define VECTORS 8             // of four pixels in a block: 32 pixels, 8 kB a hidden layer
#define OUTPUTS_AT_ONCE 4     // with two vectors: eight sums in registers beside their factors
#define VECTORS_AT_ONCE 2

typedef struct {
  float hidden1[UNITS][3], bias1[UNITS];
  float hidden2[UNITS][UNITS], bias2[UNITS];
  float output[3][UNITS], bias3[3];
} Network;

INLINE f32x4 rectify(f32x4 value) { return upper(value, splat(0)); }

INLINE void second_layer(const Network* network, f32x4 input[UNITS][VECTORS], f32x4 result[UNITS][VECTORS]) {
  for (int v = 0; v < VECTORS; v += VECTORS_AT_ONCE) {
    for (int out = 0; out < UNITS; out += OUTPUTS_AT_ONCE) {
      f32x4 sums[OUTPUTS_AT_ONCE][VECTORS_AT_ONCE];
#pragma clang loop unroll(full)
      for (int o = 0; o < OUTPUTS_AT_ONCE; o++) sums[o][0] = sums[o][1] = splat(network->bias2[out + o]);
      for (int unit = 0; unit < UNITS; unit++) {
        const f32x4 first = input[unit][v], second = input[unit][v + 1];
#pragma clang loop unroll(full)
        for (int o = 0; o < OUTPUTS_AT_ONCE; o++) {
          const f32x4 weight = splat(network->hidden2[unit][out + o]);
          sums[o][0] += weight * first;
          sums[o][1] += weight * second;
        }
      }
#pragma clang loop unroll(full)
      for (int o = 0; o < OUTPUTS_AT_ONCE; o++) {
        result[out + o][v] = rectify(sums[o][0]);
        result[out + o][v + 1] = rectify(sums[o][1]);
      }
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

// `count` is rounded up to a multiple of 32: the loader leaves that room.
EXPORT(run_network)
void run_network(f32x4* run, int count, const Network* network) {
  static f32x4 hidden1[UNITS][VECTORS], hidden2[UNITS][VECTORS];
  for (int i = 0; i < count; i += 4 * VECTORS, run += 4 * VECTORS) {
    f32x4 channels[VECTORS][4];
    for (int v = 0; v < VECTORS; v++) transpose((v128_t)run[4 * v], (v128_t)run[4 * v + 1], (v128_t)run[4 * v + 2], (v128_t)run[4 * v + 3], channels[v]);
    for (int unit = 0; unit < UNITS; unit++) {
      const f32x4 red = splat(network->hidden1[unit][0]), green = splat(network->hidden1[unit][1]), blue = splat(network->hidden1[unit][2]);
      const f32x4 bias = splat(network->bias1[unit]);
      for (int v = 0; v < VECTORS; v++) hidden1[unit][v] = rectify(red * channels[v][0] + green * channels[v][1] + blue * channels[v][2] + bias);
    }
    second_layer(network, hidden1, hidden2);
    for (int v = 0; v < VECTORS; v++) {
      f32x4 red = splat(network->bias3[0]), green = splat(network->bias3[1]), blue = splat(network->bias3[2]);
      for (int unit = 0; unit < UNITS; unit++) {
        red += splat(network->output[0][unit]) * hidden2[unit][v];
        green += splat(network->output[1][unit]) * hidden2[unit][v];
        blue += splat(network->output[2][unit]) * hidden2[unit][v];
      }
      f32x4 pixels[4];
      transpose((v128_t)red, (v128_t)green, (v128_t)blue, (v128_t)splat(0), pixels);
      for (int k = 0; k < 4; k++) run[4 * v + k] = pixels[k];
    }
  }
}
