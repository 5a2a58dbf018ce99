/**
 * Before and after by coverage, before anything is clamped. place = (number of the mask, 1 where inverted, word of the strength, ...).
 *
 * Where nothing is covered the pixel is `before`, whatever `after` holds. Integer masks are inverted as levels, so that full coverage
 * inverted is exactly none, however the device divides.
 */
export const BLEND = /* wgsl */ `
fn blend(before: vec3f, after: vec3f, amount: f32) -> vec3f {
  return select(before + amount * (after - before), before, vec3(amount == 0.0));
}

fn amount_everywhere(pixel: u32, place: vec4u) -> f32 {
  return float_at(place.z);
}

fn amount_of_level(level: u32, full: u32, place: vec4u) -> f32 {
  let covered = select(level, full - level, place.y == 1u);
  return float_at(place.z) * (f32(covered) / f32(full));
}

fn amount_8(pixel: u32, place: vec4u) -> f32 {
  let word = coverage[place.x * tile.capacity + pixel / 4u];
  return amount_of_level(extractBits(word, (pixel % 4u) * 8u, 8u), 255u, place);
}

fn amount_16(pixel: u32, place: vec4u) -> f32 {
  let word = coverage[place.x * tile.capacity + pixel / 2u];
  return amount_of_level(extractBits(word, (pixel % 2u) * 16u, 16u), 65535u, place);
}

// Clamped to 0..1, NaN as 0.
fn amount_float(pixel: u32, place: vec4u) -> f32 {
  let sample = bitcast<f32>(coverage[place.x * tile.capacity + pixel]);
  let covered = unit(vec3f(sample)).r;
  return float_at(place.z) * select(covered, 1.0 - covered, place.y == 1u);
}
`;
