/** Integer pixels to levels and back. Alpha stays where it is. */
export const PIXELS_8 = /* wgsl */ `
const FULL_SCALE = 255.0;

fn read_levels(pixel: u32) -> vec3u {
  let word = pixels[pixel];
  return vec3u(word & 0xffu, (word >> 8u) & 0xffu, (word >> 16u) & 0xffu);
}

fn write_levels(pixel: u32, levels: vec3u) {
  pixels[pixel] = levels.r | (levels.g << 8u) | (levels.b << 16u) | (pixels[pixel] & 0xff000000u);
}
`;

export const PIXELS_16 = /* wgsl */ `
const FULL_SCALE = 65535.0;

fn read_levels(pixel: u32) -> vec3u {
  let red_green = pixels[pixel * 2u];
  return vec3u(red_green & 0xffffu, red_green >> 16u, pixels[pixel * 2u + 1u] & 0xffffu);
}

fn write_levels(pixel: u32, levels: vec3u) {
  pixels[pixel * 2u] = levels.r | (levels.g << 16u);
  pixels[pixel * 2u + 1u] = levels.b | (pixels[pixel * 2u + 1u] & 0xffff0000u);
}
`;

/** Levels to values and back. A value read and written unchanged keeps its level. */
export const LEVELS = /* wgsl */ `
fn levels_to_value(levels: vec3u) -> vec3f {
  return vec3f(levels) / FULL_SCALE;
}

// Rounds to nearest.
fn value_to_levels(value: vec3f) -> vec3u {
  return vec3u(unit(value) * FULL_SCALE + 0.5);
}
`;

/** What each level becomes, from a table: place = (first word, ...); float32 [levels][3]. */
export const RAMP = /* wgsl */ `
fn read_ramp(levels: vec3u, place: vec4u) -> vec3f {
  let at = vec3u(place.x) + levels * 3u;
  return vec3f(float_at(at.r), float_at(at.g + 1u), float_at(at.b + 2u));
}
`;
