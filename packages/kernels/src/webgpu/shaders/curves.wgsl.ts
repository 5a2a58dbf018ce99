/**
 * Equally spaced samples of one channel, read linearly. place = (vector of the axis, first word of the samples, last cell, ...).
 *
 * The axis: position = (value - x) * y, clamped to z..w first: 0 and the last index where the ends hold, everything where the end
 * segments go on. NaN reads the first sample.
 */
export const TABLE_CURVE = /* wgsl */ `
fn read_table(value: f32, place: vec4u) -> f32 {
  let axis = vectors[place.x];
  let position = select(clamp((value - axis.x) * axis.y, axis.z, axis.w), 0.0, is_nan(value));
  let cell = min(u32(max(position, 0.0)), place.z);
  let low = float_at(place.y + cell);
  let high = float_at(place.y + cell + 1u);
  return low + (position - f32(cell)) * (high - low);
}
`;

/** The curves known by name. All are odd; NaN stays NaN. See IEC 61966-2-1:1999 for the transfer functions of sRGB. */
export const NAMED_CURVES = /* wgsl */ `
fn with_sign_of(value: f32, magnitude: f32) -> f32 {
  return select(select(magnitude, -magnitude, value < 0.0), value, is_nan(value));
}

fn srgb_to_linear(value: f32) -> f32 {
  let magnitude = abs(value);
  return with_sign_of(value, select(pow((magnitude + 0.055) / 1.055, 2.4), magnitude / 12.92, magnitude <= 0.04045));
}

fn linear_to_srgb(value: f32) -> f32 {
  let magnitude = abs(value);
  return with_sign_of(value, select(1.055 * pow(magnitude, 1.0 / 2.4) - 0.055, magnitude * 12.92, magnitude <= 0.0031308));
}

fn cube(value: f32) -> f32 {
  return value * value * value;
}

// One step of Newton's method: results are cubed again, which would triple what pow is allowed to be off.
fn cube_root(value: f32) -> f32 {
  let magnitude = abs(value);
  let root = pow(max(magnitude, 1e-30), 1.0 / 3.0);
  let refined = root - (root - magnitude / (root * root)) / 3.0;
  return with_sign_of(value, select(refined, 0.0, magnitude < 1e-30));
}
`;
