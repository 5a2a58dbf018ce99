// 3D LUT on 8-bit pixels by tetrahedral interpolation, in integers, behind any per-channel tables.
//
// positions  uint32 [3][256]: for each channel and level, where the level lies along the channel's edge of the cube, as
//            fraction << 20 | node. `node` is the node below it times the channel's stride in nodes (1, size, size^2);
//            `fraction` is the way to the next node in 1/4096, 0..4095. Size^3 nodes must stay below 2^20 (size <= 101).
// nodes      int16 [size^3 + size^2 + size + 1][4]: red, green, blue, 0 in 1/2^(shift - 12) of an 8-bit level, red index fastest.
//            With shift 18 that is 1/64 level with room for -2..2. The last layer is padding of any value: a level on the last
//            node reads it with weight 0.
//
// Weights of the four corners sum to 4096, so corner * weight stays below 2^28. Results are rounded to nearest and saturated.
//
// The tetrahedron is found without branches: along each axis a key holds the fraction above the stride, so sorting the three
// keys sorts the steps from node to node with them (Kasson et al. 1995: axes in order of falling fraction).
//
// Two passes over blocks of 128 pixels: the first finds corners and weights of four pixels at a time and stores them, the second loads
// them one by one. Loading an address or spreading a pair of weights from memory costs less than taking it out of a vector: 43 ms
// against 55 ms for 12 megapixels in one pass. Wider nodes, with each corner beside its partner (16 or 64 bytes), won another
// 2 or 6 ms and were not worth two or eight times the memory.
#include "simd.h"

#define FRACTION_ONE 4096
#define NODE_MASK 0xfffffu
#define NODE_BYTES 8
#define BLOCK 128

// Of each pixel of a block: addresses of the first three corners (the fourth lies opposite the first), and the weights of corners 1 and 2
// and of 3 and 4, the second of each pair in the upper half.
typedef struct {
  uint32_t corner1[BLOCK], corner2[BLOCK], corner3[BLOCK];
  uint32_t weights12[BLOCK], weights34[BLOCK];
} Tetrahedra;

// `levels[0]`, `levels[4]`, ...: one channel of four pixels through its table.
INLINE u32x4 look_up(const uint32_t* table, const uint8_t* levels) {
  v128_t found = wasm_v128_load32_zero(table + levels[0]);
  found = wasm_v128_load32_lane(table + levels[4], found, 1);
  found = wasm_v128_load32_lane(table + levels[8], found, 2);
  return (u32x4)wasm_v128_load32_lane(table + levels[12], found, 3);
}

INLINE void store(uint32_t* target, u32x4 values) { wasm_v128_store(target, (v128_t)values); }

INLINE void find_tetrahedra(const uint8_t* source, const uint32_t* positions, const int16_t* nodes, int size, Tetrahedra* found) {
  const u32x4 node_mask = splat_u(NODE_MASK);
  for (int i = 0; i < BLOCK; i += 4, source += 16) {
    const u32x4 red = look_up(positions, source);
    const u32x4 green = look_up(positions + 256, source + 1);
    const u32x4 blue = look_up(positions + 512, source + 2);

    const u32x4 key_red = (red & ~node_mask) | splat_u(1);
    const u32x4 key_green = (green & ~node_mask) | splat_u(size);
    const u32x4 key_blue = (blue & ~node_mask) | splat_u(size * size);
    const u32x4 high = upper_u(key_red, key_green), low = lower_u(key_red, key_green);
    const u32x4 largest = upper_u(high, key_blue);
    const u32x4 middle = upper_u(low, lower_u(high, key_blue));
    const u32x4 smallest = lower_u(low, key_blue);

    const u32x4 corner1 = splat_u((uint32_t)nodes) + ((red + green + blue) & node_mask) * splat_u(NODE_BYTES);
    const u32x4 corner2 = corner1 + (largest & node_mask) * splat_u(NODE_BYTES);
    store(found->corner1 + i, corner1);
    store(found->corner2 + i, corner2);
    store(found->corner3 + i, corner2 + (middle & node_mask) * splat_u(NODE_BYTES));

    const u32x4 large = largest >> 20, mid = middle >> 20, small = smallest >> 20;
    store(found->weights12 + i, (splat_u(FRACTION_ONE) - large) | (large - mid) << 16);
    store(found->weights34 + i, (mid - small) | small << 16);
  }
}

// Two corners, each times its weight.
INLINE i32x4 weigh(uint32_t first, uint32_t second, const uint32_t* weights) {
  const v128_t a = wasm_v128_load64_zero((const void*)first), b = wasm_v128_load64_zero((const void*)second);
  const v128_t interleaved = wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  return (i32x4)wasm_i32x4_dot_i16x8(interleaved, wasm_v128_load32_splat(weights));
}

INLINE i32x4 interpolate(const Tetrahedra* found, int i, uint32_t to_opposite) {
  const uint32_t corner1 = found->corner1[i];
  return weigh(corner1, found->corner2[i], found->weights12 + i) + weigh(found->corner3[i], corner1 + to_opposite, found->weights34 + i);
}

// `count` is rounded up to a multiple of 128: the loader leaves that room. `source` and `target` may be the same.
EXPORT(lut_8)
void lut_8(const uint8_t* source, uint8_t* target, int count, const uint32_t* positions, const int16_t* nodes, int size, int shift) {
  static Tetrahedra found;
  const uint32_t to_opposite = NODE_BYTES * (1 + size + size * size);
  const i32x4 half = (i32x4)splat_u(1u << (shift - 1));
  for (int start = 0; start < count; start += BLOCK, source += 4 * BLOCK, target += 4 * BLOCK) {
    find_tetrahedra(source, positions, nodes, size, &found);
    for (int i = 0; i < BLOCK; i += 4) {
      const i32x4 a = (interpolate(&found, i, to_opposite) + half) >> shift;
      const i32x4 b = (interpolate(&found, i + 1, to_opposite) + half) >> shift;
      const i32x4 c = (interpolate(&found, i + 2, to_opposite) + half) >> shift;
      const i32x4 d = (interpolate(&found, i + 3, to_opposite) + half) >> shift;
      const u32x4 words = (u32x4)wasm_v128_load(source + i * 4);
      wasm_v128_store(target + i * 4, (v128_t)with_alpha_of(pack_words(a, b, c, d), words));
    }
  }
}
