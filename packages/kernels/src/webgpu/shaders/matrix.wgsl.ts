/** place = (first vector, ...): what red, green and blue add to each channel, then the offset. */
export const MATRIX = /* wgsl */ `
fn apply_matrix(value: vec3f, place: vec4u) -> vec3f {
  let column = place.x;
  return value.r * vectors[column].rgb + value.g * vectors[column + 1u].rgb + value.b * vectors[column + 2u].rgb + vectors[column + 3u].rgb;
}
`;
