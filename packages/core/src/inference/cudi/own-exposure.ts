import { type Field, mapField } from './field.js';

/** Places over which a photo's own exposure is taken, and how far it looks. */
const SIGMA = 8;
const RADIUS = 16;
/** Values this far apart hardly count as the same part of the picture. */
const RANGE = 0.15;

/**
 * The exposure a photo has already: the brightness of its copy, smoothed within parts of about the same brightness.
 *
 * @remarks A plain blur would call the dark side of an edge half bright: the model would lift it less there, and draw a halo.
 * @param brightness - mean of encoded R, G and B at each place.
 * @see Tomasi, Manduchi, "Bilateral Filtering for Gray and Color Images", ICCV 1998
 */
export function findOwnExposure(brightness: Field): Field {
  const { width, height, data } = brightness;
  const near = Float64Array.from({ length: RADIUS + 1 }, (_, distance) => Math.exp(-0.5 * (distance / SIGMA) ** 2));
  return mapField(brightness, (value, place) => {
    const row = Math.floor(place / width);
    const column = place % width;
    let sum = 0;
    let total = 0;
    for (let y = Math.max(0, row - RADIUS); y <= Math.min(height - 1, row + RADIUS); y += 1) {
      for (let x = Math.max(0, column - RADIUS); x <= Math.min(width - 1, column + RADIUS); x += 1) {
        const other = data[y * width + x];
        const weight = near[Math.abs(y - row)] * near[Math.abs(x - column)] * Math.exp(-0.5 * ((other - value) / RANGE) ** 2);
        sum += weight * other;
        total += weight;
      }
    }
    return sum / total;
  });
}
