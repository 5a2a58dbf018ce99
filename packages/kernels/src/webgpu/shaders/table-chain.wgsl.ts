/**
 * Tables, a matrix and tables, whose results are bytes.
 *
 * columns_at_levels: place = (first vector, ...); vectors [3][256]: what each level of each channel adds to three positions in tables.
 * floats_at, bytes_at: place = (vector of the last indices, first words of the three tables). Positions are clamped to 0..last and
 * cut to whole ones (the half that makes this rounding is in the columns or the matrix), NaN reads entry 0.
 */
export const TABLE_CHAIN = /* wgsl */ `
fn columns_at_levels(levels: vec3u, place: vec4u) -> vec3f {
  return vectors[place.x + levels.r].rgb + vectors[place.x + 256u + levels.g].rgb + vectors[place.x + 512u + levels.b].rgb;
}

fn to_index(position: vec3f, place: vec4u) -> vec3u {
  return vec3u(clamp(number_or_zero(position), vec3f(0.0), vectors[place.x].rgb));
}

fn floats_at(position: vec3f, place: vec4u) -> vec3f {
  let index = to_index(position, place);
  return vec3f(float_at(place.y + index.r), float_at(place.z + index.g), float_at(place.w + index.b));
}

fn byte_at(first_word: u32, index: u32) -> u32 {
  return extractBits(words[first_word + index / 4u], (index % 4u) * 8u, 8u);
}

fn bytes_at(position: vec3f, place: vec4u) -> vec3u {
  let index = to_index(position, place);
  return vec3u(byte_at(place.y, index.r), byte_at(place.z, index.g), byte_at(place.w, index.b));
}
`;
