// RGB pixels to RGBA and back, in the place they lie in. 8 bit: 3 bytes and 4; 16 bit: twice that.
//
// expand   `count` RGB pixels at the end of the room of `count` RGBA pixels become RGBA of full alpha from its start on: what is written
//          never overtakes what is still to be read.
// compact  drops the alpha; the RGB pixels begin where the RGBA pixels did.
#include "simd.h"

EXPORT(expand_8)
void expand_8(uint8_t* pixels, int count) {
  const v128_t alpha = (v128_t)splat_u(0xff000000u);
  for (int i = 0; i < count; i += 4) {
    const v128_t rgb = wasm_v128_load(pixels + count + i * 3);
    const v128_t rgba = wasm_i8x16_shuffle(rgb, alpha, 0, 1, 2, 19, 3, 4, 5, 19, 6, 7, 8, 19, 9, 10, 11, 19);
    wasm_v128_store(pixels + i * 4, rgba);
  }
}

EXPORT(expand_16)
void expand_16(uint16_t* pixels, int count) {
  const v128_t alpha = wasm_i16x8_splat(-1);
  for (int i = 0; i < count; i += 2) {
    const v128_t rgb = wasm_v128_load(pixels + count + i * 3);
    wasm_v128_store(pixels + i * 4, wasm_i16x8_shuffle(rgb, alpha, 0, 1, 2, 8, 3, 4, 5, 8));
  }
}

EXPORT(compact_8)
void compact_8(uint8_t* pixels, int count) {
  for (int i = 0; i < count; i += 4) {
    const v128_t rgba = wasm_v128_load(pixels + i * 4);
    wasm_v128_store(pixels + i * 3, wasm_i8x16_shuffle(rgba, rgba, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0));
  }
}

EXPORT(compact_16)
void compact_16(uint16_t* pixels, int count) {
  for (int i = 0; i < count; i += 2) {
    const v128_t rgba = wasm_v128_load(pixels + i * 4);
    wasm_v128_store(pixels + i * 3, wasm_i16x8_shuffle(rgba, rgba, 0, 1, 2, 4, 5, 6, 0, 0));
  }
}
