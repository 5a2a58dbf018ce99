/**
 * Tetrahedral interpolation. place = (first vector, nodes an edge, ...); nodes are (red, green, blue, -), red index fastest.
 *
 * Input is clamped to 0..1, NaN reads as 0; output is not clamped. The way from a cell's first corner to the opposite one goes along
 * the axes in order of falling fraction: the four corners on it span the tetrahedron the colour lies in.
 */
export const LUT3D = /* wgsl */ `
struct Axis {
  fraction: f32,
  stride: u32,
}

fn larger(a: Axis, b: Axis) -> Axis {
  if (a.fraction >= b.fraction) { return a; }
  return b;
}

fn smaller(a: Axis, b: Axis) -> Axis {
  if (a.fraction >= b.fraction) { return b; }
  return a;
}

fn read_lut(value: vec3f, place: vec4u) -> vec3f {
  let size = place.y;
  let position = unit(value) * f32(size - 1u);
  let cell = min(vec3u(position), vec3u(size - 2u));
  let fraction = position - vec3f(cell);
  let red = Axis(fraction.r, 1u);
  let green = Axis(fraction.g, size);
  let blue = Axis(fraction.b, size * size);

  let high = larger(red, green);
  let low = smaller(red, green);
  let middle = smaller(high, blue);
  let first = larger(high, blue);
  let second = larger(middle, low);
  let third = smaller(middle, low);

  let corner0 = place.x + cell.r + size * (cell.g + size * cell.b);
  let corner1 = corner0 + first.stride;
  let corner2 = corner1 + second.stride;
  let corner3 = corner2 + third.stride;
  return (1.0 - first.fraction) * vectors[corner0].rgb
    + (first.fraction - second.fraction) * vectors[corner1].rgb
    + (second.fraction - third.fraction) * vectors[corner2].rgb
    + third.fraction * vectors[corner3].rgb;
}
`;
