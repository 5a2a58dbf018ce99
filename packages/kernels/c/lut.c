// 3D LUT on 8-bit pixels by tetrahedral interpolation, in integers, behind any per-channel tables.
//
// positions  uint32 [3][256]: for each channel and level, where the level lies along the channel's edge of the cube, as
//            fraction << 20 | node. `node` is the node below it times the channel's stride in nodes (1, size, size^2);
//            `fraction` is the way to the next node in 1/4096, 0..4095. Size^3 nodes must stay below 2^20 (size <= 101).
//            Null where no tables come before: levels then lie evenly, and computing where costs less than looking it up.
// pairs      int16 [size^3 + size^2 + size + 1][4][2]: each node's red, green, blue and 0 beside those of the node opposite in its cell
//            (1 + size + size^2 further), which every tetrahedron has as its last corner; red index fastest. In 1/2^(shift - 12) of an 8-bit
//            level, and half a level more, so that what is shifted out is rounded. With shift 18 that is 1/64 level with room for -2..2, with
//            shift 16 1/16 level and -8..8; there are no others, because shifts by a variable are slow. What lies beyond the last node is
//            padding of any value: a level on the last node reads it with weight 0.
//
// Weights of the four corners sum to 4096, so corner * weight stays below 2^28. Results are saturated.
//
// The tetrahedron is found without branches: along each axis a key holds the fraction above the stride, so sorting the three
// keys sorts the steps from node to node with them (Kasson et al. 1995: axes in order of falling fraction).
//
// Two passes over blocks of 128 pixels: the first finds corners and weights of four pixels at a time and stores them, the second loads
// them one by one. Loading an address or spreading a pair of weights from memory costs less than taking it out of a vector.
#include "simd.h"

#define FRACTION_ONE 4096
#define NODE_MASK 0xfffffu
#define BLOCK 128

typedef struct {
  const int16_t* pairs;
  int size;
} Cube;

// Of four pixels: addresses of the pairs of the first corner and of the two between, and the weights of first and last and of the two between,
// the second of each in the upper half.
typedef struct {
  uint32_t first[4], second[4], third[4];
  uint32_t outer_weights[4], inner_weights[4];
} Tetrahedra;

// `levels[0]`, `levels[4]`, ...: one channel of four pixels through its table.
INLINE u32x4 look_up(const uint32_t* table, const uint8_t* levels) {
  v128_t found = wasm_v128_load32_zero(table + levels[0]);
  found = wasm_v128_load32_lane(table + levels[4], found, 1);
  found = wasm_v128_load32_lane(table + levels[8], found, 2);
  return (u32x4)wasm_v128_load32_lane(table + levels[12], found, 3);
}

INLINE void store(uint32_t* target, u32x4 values) { wasm_v128_store(target, (v128_t)values); }

// From the cell's first node, and fractions of the three channels in the upper 12 bits; what lies below is ignored.
INLINE void store_tetrahedra(u32x4 cell, u32x4 red, u32x4 green, u32x4 blue, Cube cube, Tetrahedra* found) {
  const u32x4 node_mask = splat_u(NODE_MASK);
  const u32x4 key_red = (red & ~node_mask) | splat_u(1);
  const u32x4 key_green = (green & ~node_mask) | splat_u(cube.size);
  const u32x4 key_blue = (blue & ~node_mask) | splat_u(cube.size * cube.size);
  const u32x4 high = upper_u(key_red, key_green), low = lower_u(key_red, key_green);
  const u32x4 largest = upper_u(high, key_blue);
  const u32x4 middle = upper_u(low, lower_u(high, key_blue));
  const u32x4 smallest = lower_u(low, key_blue);

  const u32x4 first = splat_u((uint32_t)cube.pairs) + (cell << 4);
  const u32x4 second = first + ((largest & node_mask) << 4);
  store(found->first, first);
  store(found->second, second);
  store(found->third, second + ((middle & node_mask) << 4));

  const u32x4 large = largest >> 20, mid = middle >> 20, small = smallest >> 20;
  store(found->outer_weights, (splat_u(FRACTION_ONE) - large) | small << 16);
  store(found->inner_weights, (large - mid) | (mid - small) << 16);
}

INLINE void find_by_table(const uint8_t* source, const uint32_t* positions, Cube cube, Tetrahedra* found) {
  for (int i = 0; i < BLOCK; i += 4, source += 16, found++) {
    const u32x4 red = look_up(positions, source);
    const u32x4 green = look_up(positions + 256, source + 1);
    const u32x4 blue = look_up(positions + 512, source + 2);
    store_tetrahedra((red + green + blue) & splat_u(NODE_MASK), red, green, blue, cube, found);
  }
}

// The same positions by arithmetic: level * (size - 1) / 255 with 24 bits of fraction, rounded to 12.
INLINE void find_evenly(const uint8_t* source, Cube cube, Tetrahedra* found) {
  const uint32_t last = cube.size - 1;
  const u32x4 step = splat_u((uint32_t)((((uint64_t)last << 24) + 127) / 255)), half = splat_u(1 << 11), byte = splat_u(255);
  const u32x4 green_stride = splat_u(cube.size), blue_stride = splat_u(cube.size * cube.size);
  for (int i = 0; i < BLOCK; i += 4, source += 16, found++) {
    const u32x4 words = (u32x4)wasm_v128_load(source);
    const u32x4 red = (words & byte) * step + half;
    const u32x4 green = ((words >> 8) & byte) * step + half;
    const u32x4 blue = ((words >> 16) & byte) * step + half;
    const u32x4 cell = (red >> 24) + (green >> 24) * green_stride + (blue >> 24) * blue_stride;
    store_tetrahedra(cell, red << 8, green << 8, blue << 8, cube, found);
  }
}

INLINE v128_t node_colour(const float* value, float half) {
  const f32x4 scaled = (f32x4)wasm_v128_load(value) * splat(half * 510) + (f32x4){half, half, half, 0};
  const v128_t rounded = (v128_t)truncate((f32x4)wasm_f32x4_nearest((v128_t)scaled));
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_replace_lane(rounded, 3, 0), wasm_i32x4_splat(0));
}

// Makes the pairs of float32 [size^3][3], which lie before them: of padding any value will do.
EXPORT(prepare_lut_8)
void prepare_lut_8(const float* values, int16_t* pairs, int size, int shift) {
  const int count = size * size * size, to_opposite = 1 + size + size * size;
  const float half = (float)(1 << (shift - 13));
  for (int i = 0; i < count; i++, values += 3, pairs += 8) {
    const v128_t own = node_colour(values, half), opposite = node_colour(values + to_opposite * 3, half);
    wasm_v128_store(pairs, wasm_i16x8_shuffle(own, opposite, 0, 8, 1, 9, 2, 10, 3, 11));
  }
}

INLINE i32x4 interpolate(const Tetrahedra* found, int i) {
  const v128_t outer = wasm_v128_load((const void*)found->first[i]);
  const v128_t second = wasm_v128_load((const void*)found->second[i]), third = wasm_v128_load((const void*)found->third[i]);
  // The nodes' own numbers, which are the even ones of their pairs.
  const v128_t inner = wasm_i16x8_shuffle(second, wasm_i32x4_shl(third, 16), 0, 9, 2, 11, 4, 13, 6, 15);
  return (i32x4)wasm_i32x4_dot_i16x8(outer, wasm_v128_load32_splat(found->outer_weights + i)) +
         (i32x4)wasm_i32x4_dot_i16x8(inner, wasm_v128_load32_splat(found->inner_weights + i));
}

INLINE v128_t interpolate_two(const Tetrahedra* found, int i, int shift) {
  return wasm_i16x8_narrow_i32x4((v128_t)(interpolate(found, i) >> shift), (v128_t)(interpolate(found, i + 1) >> shift));
}

INLINE void run(const uint8_t* source, uint8_t* target, int count, const uint32_t* positions, Cube cube, int shift) {
  static Tetrahedra tetrahedra[BLOCK / 4];
  // Written and never read: engines keep the order of loads and stores, so this keeps the second two pixels' loads behind the first two's
  // arithmetic. All at once they do not fit in the registers (2 ms of 12 megapixels).
  static volatile v128_t fence;
  for (int start = 0; start < count; start += BLOCK) {
    if (positions == 0) find_evenly(source, cube, tetrahedra);
    else find_by_table(source, positions, cube, tetrahedra);
    for (int i = 0; i < BLOCK; i += 4, source += 16, target += 16) {
      const Tetrahedra* found = tetrahedra + i / 4;
      const v128_t alpha = wasm_v128_and(wasm_v128_load(source), (v128_t)splat_u(0xff000000u));
      const v128_t first = interpolate_two(found, 0, shift);
      fence = first;
      const v128_t second = interpolate_two(found, 2, shift);
      wasm_v128_store(target, wasm_v128_or(wasm_u8x16_narrow_i16x8(first, second), alpha));
    }
  }
  (void)fence;
}

// `count` is rounded up to a multiple of 128: the loader leaves that room. `source` and `target` may be the same.
EXPORT(lut_8)
void lut_8(const uint8_t* source, uint8_t* target, int count, const uint32_t* positions, const int16_t* pairs, int size, int shift) {
  const Cube cube = {pairs, size};
  if (positions == 0) {
    if (shift == 18) run(source, target, count, 0, cube, 18);
    else run(source, target, count, 0, cube, 16);
  } else {
    if (shift == 18) run(source, target, count, positions, cube, 18);
    else run(source, target, count, positions, cube, 16);
  }
}
