/**
 * A shader's compiler may take it for granted that nothing is not-a-number, and drop a comparison of a value with itself. Bits it
 * cannot argue with.
 */
export const VALUES = /* wgsl */ `
fn is_nan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

fn number_or_zero(value: vec3f) -> vec3f {
  return select(value, vec3f(0.0), vec3(is_nan(value.r), is_nan(value.g), is_nan(value.b)));
}

// Clamped to 0..1, NaN as 0.
fn unit(value: vec3f) -> vec3f {
  return clamp(number_or_zero(value), vec3f(0.0), vec3f(1.0));
}

fn float_at(word: u32) -> f32 {
  return bitcast<f32>(words[word]);
}
`;
