/**
 * Low-resolution coefficients read by bilateral slicing, linear between columns, rows and planes of luma.
 *
 * place = (first vector, width, height, depth), and the number of vectors a node, which lie at [height][width][depth][vectors]:
 * affine K, B with v' = K v + B, and where K > G, the fourth component of the first B (0: nowhere), v' = K Y + B + G (v - Y), Y the luma; curve A_1..A_n, n steps of v += A v (1 - v) from v clamped to 0..1. Nodes lie at cell centres; beyond the
 * outermost centres the end node holds. Luma is 0.299 R + 0.587 G + 0.114 B of the pixel as it comes in.
 */
export const GRID = /* wgsl */ `
struct Between {
  low: u32,
  high: u32,
  fraction: f32,  // weight of high
}

struct Cell {
  place: vec4u,
  count: u32,
  column: Between,
  row: Between,
  plane: Between,
}

fn between(position: f32, nodes: u32) -> Between {
  let last = nodes - 1u;
  let inside = select(clamp(position, 0.0, f32(last)), 0.0, is_nan(position));
  let low = u32(inside);
  return Between(low, min(low + 1u, last), inside - f32(low));
}

// Where the centre of item i of count lies between the centres of nodes.
fn between_centres(i: u32, count: u32, nodes: u32) -> Between {
  return between((f32(i) + 0.5) / f32(count) * f32(nodes) - 0.5, nodes);
}

fn find_cell(value: vec3f, pixel: u32, place: vec4u, count: u32) -> Cell {
  let at = tile.first + pixel;
  let luma = dot(value, vec3f(0.299, 0.587, 0.114));
  return Cell(
    place,
    count,
    between_centres(at % tile.width, tile.width, place.y),
    between_centres(at / tile.width, tile.height, place.z),
    between(luma * f32(place.w) - 0.5, place.w),
  );
}

fn between_planes(cell: Cell, column: u32, row: u32, k: u32) -> vec3f {
  let node = (row * cell.place.y + column) * cell.place.w;
  let low = vectors[cell.place.x + (node + cell.plane.low) * cell.count + k].rgb;
  let high = vectors[cell.place.x + (node + cell.plane.high) * cell.count + k].rgb;
  return low + cell.plane.fraction * (high - low);
}

fn between_columns(cell: Cell, row: u32, k: u32) -> vec3f {
  let low = between_planes(cell, cell.column.low, row, k);
  let high = between_planes(cell, cell.column.high, row, k);
  return low + cell.column.fraction * (high - low);
}

fn coefficient(cell: Cell, k: u32) -> vec3f {
  let low = between_columns(cell, cell.row.low, k);
  let high = between_columns(cell, cell.row.high, k);
  return low + cell.row.fraction * (high - low);
}

fn apply_affine_grid(value: vec3f, pixel: u32, place: vec4u, count: u32) -> vec3f {
  let cell = find_cell(value, pixel, place, count);
  let gain = coefficient(cell, 0u);
  let limit = vectors[place.x + 1u].a;
  let luma = dot(value, vec3f(0.299, 0.587, 0.114));
  let limited = gain * luma + limit * (value - luma);
  return select(gain * value, limited, (gain > vec3f(limit)) & vec3<bool>(limit > 0.0)) + coefficient(cell, 1u);
}

fn apply_curve_grid(value: vec3f, pixel: u32, place: vec4u, count: u32) -> vec3f {
  let cell = find_cell(value, pixel, place, count);
  var result = unit(value);
  for (var k = 0u; k < count; k++) {
    result += coefficient(cell, k) * result * (1.0 - result);
  }
  return result;
}
`;
