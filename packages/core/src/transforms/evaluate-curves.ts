import { cubeRoot } from '../color/cube-root.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import type { Curve, CurveTransform, NamedCurve, TableCurve } from './transform.js';

/**
 * Evaluates a curve a channel on `count` interleaved RGB triples, in place: what `curveFunction` makes of each value, bit for bit.
 * A loop for each kind of curve, because a call through a variable for each value takes longer than the curves themselves.
 */
export function evaluateCurves({ curves }: CurveTransform, rgb: Float32Array, count: number): void {
  const [red, green, blue] = curves;
  if (red === green && green === blue) {
    evaluateCurve(red, rgb, 0, 1, count * 3);
    return;
  }
  curves.forEach((curve, channel) => evaluateCurve(curve, rgb, channel, 3, count * 3));
}

function evaluateCurve(curve: Curve, rgb: Float32Array, first: number, step: number, end: number): void {
  if (curve.kind === 'table') evaluateTable(curve, rgb, first, step, end);
  else evaluateNamed(curve.name, rgb, first, step, end);
}

function evaluateNamed(name: NamedCurve['name'], rgb: Float32Array, first: number, step: number, end: number): void {
  switch (name) {
    case 'srgb-to-linear':
      for (let p = first; p < end; p += step) rgb[p] = srgbToLinear(rgb[p]);
      break;
    case 'linear-to-srgb':
      for (let p = first; p < end; p += step) rgb[p] = linearToSrgb(rgb[p]);
      break;
    case 'cube':
      for (let p = first; p < end; p += step) rgb[p] = rgb[p] * rgb[p] * rgb[p];
      break;
    case 'cube-root':
      for (let p = first; p < end; p += step) rgb[p] = cubeRoot(rgb[p]);
      break;
  }
}

function evaluateTable({ domain, values, outside }: TableCurve, rgb: Float32Array, first: number, step: number, end: number): void {
  const last = values.length - 1;
  const start = domain[0];
  const scale = last / (domain[1] - start);
  const isClamped = outside === 'clamp';
  for (let p = first; p < end; p += step) {
    const position = (rgb[p] - start) * scale;
    if (!(position > 0) && (isClamped || position !== position)) {
      rgb[p] = values[0];
    } else if (position > last && isClamped) {
      rgb[p] = values[last];
    } else {
      const cell = position <= 0 ? 0 : position >= last ? last - 1 : Math.floor(position);
      const low = values[cell];
      rgb[p] = low + (position - cell) * (values[cell + 1] - low);
    }
  }
}
