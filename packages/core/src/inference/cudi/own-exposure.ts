import { type Field, mapField } from './field.js';

/** Places over which a photo's own exposure is taken, and how far it looks. */
const SIGMA = 8;
const RADIUS = 16;
/** Values this far apart hardly count as the same part of the picture. */
const RANGE = 0.15;

/** How much values count for each other by how far they are apart, 0..1: read between entries within 4e-7, in a fraction of an exponential's time. */
const ALIKE_STEPS = 4096;
const ALIKE = Float64Array.from({ length: ALIKE_STEPS + 2 }, (_, step) => gaussian(step / ALIKE_STEPS / RANGE));

/**
 * The exposure a photo has already: the brightness of its copy, smoothed within parts of about the same brightness.
 *
 * @remarks A plain blur would call the dark side of an edge half bright: the model would lift it less there, and draw a halo.
 * @param brightness - mean of encoded R, G and B at each place.
 * @see Tomasi, Manduchi, "Bilateral Filtering for Gray and Color Images", ICCV 1998
 */
export function findOwnExposure(brightness: Field): Field {
  const { width, height, data } = brightness;
  const near = Float64Array.from({ length: 2 * RADIUS + 1 }, (_, at) => gaussian((at - RADIUS) / SIGMA));
  const values = Float64Array.from(data);
  const positions = values.map((value) => value * ALIKE_STEPS);
  const sums = values.slice();
  const totals = new Float64Array(values.length).fill(1);
  // Two places weigh for each other alike: each pair is looked at once, from the place that comes first.
  for (let row = 0; row < height; row += 1) {
    const lastRow = Math.min(height - 1, row + RADIUS);
    for (let y = row; y <= lastRow; y += 1) {
      const nearRow = near[y - row + RADIUS];
      for (let column = 0; column < width; column += 1) {
        const place = row * width + column;
        const value = values[place];
        const position = positions[place];
        let sum = 0;
        let total = 0;
        const end = y * width + Math.min(width - 1, column + RADIUS);
        let nearAt = y === row ? RADIUS + 1 : Math.max(0, RADIUS - column);
        for (let at = y * width + column + nearAt - RADIUS; at <= end; at += 1, nearAt += 1) {
          const apart = Math.abs(positions[at] - position);
          const step = apart | 0;
          const alike = ALIKE[step];
          const weight = nearRow * near[nearAt] * (alike + (apart - step) * (ALIKE[step + 1] - alike));
          sum += weight * values[at];
          total += weight;
          sums[at] += weight * value;
          totals[at] += weight;
        }
        sums[place] += sum;
        totals[place] += total;
      }
    }
  }
  return mapField(brightness, (_, place) => sums[place] / totals[place]);
}

function gaussian(deviations: number): number {
  return Math.exp(-0.5 * deviations ** 2);
}
