// Low-resolution coefficients read by bilateral slicing: linear between rows, columns, and planes of luma.
//
// nodes      float32 [height][width][depth][vectors][4]: `vectors` vectors a node, lane = channel (coefficients shared by the channels
//            are repeated in the lanes). affine: K, B with v' = K v + B, and where K > color_gain (infinity: nowhere)
//            v' = K Y + B + color_gain (v - Y), Y the luma. curve: A_1..A_n, n steps of v += A v (1 - v) from v clamped
//            to 0..1, NaN as 0.
// Nodes lie at cell centres: pixel x of a picture `picture_width` wide is at (x + 1/2) / picture_width * width - 1/2, luma l at
// l depth - 1/2. Beyond the outermost centres the end node holds. Luma is 0.299 R + 0.587 G + 0.114 B of the pixel as it comes in.
//
// Linear interpolation is done between rows first, once a picture row (grid_row), then between columns and planes for each pixel.
#include "simd.h"

// row = low + fraction (high - low) over `count` vectors: one row of nodes for this row of the picture.
EXPORT(grid_row)
void grid_row(f32x4* row, const f32x4* low, const f32x4* high, float fraction, int count) {
  for (int i = 0; i < count; i++) row[i] = low[i] + splat(fraction) * (high[i] - low[i]);
}

// Between two nodes of an axis: the lower one, and the weight of the upper one. The upper one may be past the end when its weight is 0,
// so callers step to `low + (low < last)`.
typedef struct {
  int low;
  float fraction;
} Between;

INLINE Between between(float position, int last) {
  if (!(position > 0)) return (Between){0, 0};
  if (position >= (float)last) return (Between){last, 0};
  const int low = (int)position;
  return (Between){low, position - (float)low};
}

// The four corners of a pixel's cell in one row of nodes, and their weights.
typedef struct {
  const f32x4 *left_dark, *left_light, *right_dark, *right_light;
  f32x4 weight_left_dark, weight_left_light, weight_right_dark, weight_right_light;
} Cell;

INLINE Cell find_cell(const f32x4* row, Between x, int last_column, float luma, int depth, int vectors) {
  const Between z = between(luma * (float)depth - 0.5f, depth - 1);
  const int plane = z.low < depth - 1 ? vectors : 0;
  const int column = x.low < last_column ? depth * vectors : 0;
  const f32x4* corner = row + (x.low * depth + z.low) * vectors;
  const float right_light = x.fraction * z.fraction;
  return (Cell){
      .left_dark = corner,
      .left_light = corner + plane,
      .right_dark = corner + column,
      .right_light = corner + column + plane,
      .weight_left_dark = splat((1 - x.fraction) * (1 - z.fraction)),
      .weight_left_light = splat(z.fraction - right_light),
      .weight_right_dark = splat(x.fraction - right_light),
      .weight_right_light = splat(right_light),
  };
}

INLINE f32x4 coefficient(const Cell* cell, int k) {
  return cell->left_dark[k] * cell->weight_left_dark + cell->left_light[k] * cell->weight_left_light + cell->right_dark[k] * cell->weight_right_dark +
         cell->right_light[k] * cell->weight_right_light;
}

INLINE f32x4 curve_start(f32x4 pixel) {
  const f32x4 finite = select((u32x4)(pixel == pixel), pixel, splat(0));
  return clamp(finite, splat(0), splat(1));
}

INLINE f32x4 curve_step(f32x4 value, f32x4 slope) { return value + slope * value * (splat(1) - value); }

INLINE float luma_of(f32x4 pixel) { return 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2]; }

INLINE f32x4 affine(f32x4 pixel, float luma, f32x4 gain, f32x4 offset, float color_gain) {
  const f32x4 limited = gain * splat(luma) + splat(color_gain) * (pixel - splat(luma));
  return select((u32x4)(gain > splat(color_gain)), limited, gain * pixel) + offset;
}

// `count` pixels of one picture row, the first in column `first`; `scale` is width / picture_width.
EXPORT(run_grid_affine)
void run_grid_affine(f32x4* run, int count, int first, const f32x4* row, int width, int depth, float scale, float color_gain) {
  for (int i = 0; i < count; i++) {
    const Between x = between(((float)(first + i) + 0.5f) * scale - 0.5f, width - 1);
    const float luma = luma_of(run[i]);
    const Cell cell = find_cell(row, x, width - 1, luma, depth, 2);
    run[i] = affine(run[i], luma, coefficient(&cell, 0), coefficient(&cell, 1), color_gain);
  }
}

EXPORT(run_grid_curve)
void run_grid_curve(f32x4* run, int count, int first, const f32x4* row, int width, int depth, int vectors, float scale) {
  for (int i = 0; i < count; i++) {
    const Between x = between(((float)(first + i) + 0.5f) * scale - 0.5f, width - 1);
    const Cell cell = find_cell(row, x, width - 1, luma_of(run[i]), depth, vectors);
    f32x4 value = curve_start(run[i]);
    for (int k = 0; k < vectors; k++) value = curve_step(value, coefficient(&cell, k));
    run[i] = value;
  }
}

// The same for depth 1, where luma has no say in the coefficients: between two columns each coefficient is a line.
EXPORT(run_grid_affine_flat)
void run_grid_affine_flat(f32x4* run, int count, int first, const f32x4* row, int width, float scale, float color_gain) {
  for (int i = 0; i < count; i++) {
    const Between x = between(((float)(first + i) + 0.5f) * scale - 0.5f, width - 1);
    const f32x4* left = row + x.low * 2;
    const f32x4* right = x.low < width - 1 ? left + 2 : left;
    const f32x4 fraction = splat(x.fraction);
    run[i] = affine(run[i], luma_of(run[i]), left[0] + fraction * (right[0] - left[0]), left[1] + fraction * (right[1] - left[1]), color_gain);
  }
}

EXPORT(run_grid_curve_flat)
void run_grid_curve_flat(f32x4* run, int count, int first, const f32x4* row, int width, int vectors, float scale) {
  for (int i = 0; i < count; i++) {
    const Between x = between(((float)(first + i) + 0.5f) * scale - 0.5f, width - 1);
    const f32x4* left = row + x.low * vectors;
    const f32x4* right = x.low < width - 1 ? left + vectors : left;
    const f32x4 fraction = splat(x.fraction);
    f32x4 value = curve_start(run[i]);
    for (int k = 0; k < vectors; k++) value = curve_step(value, left[k] + fraction * (right[k] - left[k]));
    run[i] = value;
  }
}
