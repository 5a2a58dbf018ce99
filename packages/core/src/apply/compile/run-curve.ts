import { curveFunction } from '../../transforms/curve.js';
import type { Curve, CurveTransform, NamedCurve, TableCurve } from '../../transforms/transform.js';
import { powerTable } from './power-table.js';

/** A run of interleaved RGB and the same memory as bit patterns. */
export interface FloatRun {
  readonly rgb: Float32Array;
  readonly bits: Int32Array;
}

/** Puts `count` RGB triples through a curve a channel, in place. */
export function runCurves({ curves }: CurveTransform, run: FloatRun, count: number): void {
  const [red, green, blue] = curves;
  if (red === green && green === blue) {
    runCurve(red, run, 0, 1, count * 3);
    return;
  }
  curves.forEach((curve, channel) => runCurve(curve, run, channel, 3, count * 3));
}

function runCurve(curve: Curve, run: FloatRun, first: number, step: number, end: number): void {
  if (curve.kind === 'table') runTableCurve(curve, run.rgb, first, step, end);
  else if (curve.name === 'cube') runCube(run.rgb, first, step, end);
  else runNamedCurve(curve.name, run, first, step, end);
}

/** The arithmetic of `curveFunction`, without a call a sample: bit-equal to it. */
function runTableCurve({ domain, values, outside }: TableCurve, rgb: Float32Array, first: number, step: number, end: number): void {
  const last = values.length - 1;
  const start = domain[0];
  const scale = last / (domain[1] - start);
  const isClamped = outside === 'clamp';
  for (let p = first; p < end; p += step) {
    const position = (rgb[p] - start) * scale;
    if (position > 0 && position < last) {
      const cell = position | 0;
      const low = values[cell];
      rgb[p] = low + (position - cell) * (values[cell + 1] - low);
    } else if (position > 0) {
      const low = values[last - 1];
      rgb[p] = isClamped ? values[last] : low + (position - (last - 1)) * (values[last] - low);
    } else {
      const low = values[0];
      rgb[p] = isClamped || position !== position ? low : low + position * (values[1] - low);
    }
  }
}

function runCube(rgb: Float32Array, first: number, step: number, end: number): void {
  for (let p = first; p < end; p += step) {
    const value = rgb[p];
    rgb[p] = value * value * value;
  }
}

function runNamedCurve(name: Exclude<NamedCurve['name'], 'cube'>, { rgb, bits }: FloatRun, first: number, step: number, end: number): void {
  const exact = curveFunction({ kind: 'named', name });
  const { values, lowestBits, highestBits, shift } = powerTable(name);
  const fractionMask = (1 << shift) - 1;
  const fractionUnit = 1 / (1 << shift);
  for (let p = first; p < end; p += step) {
    const pattern = bits[p];
    const magnitude = pattern & 0x7fffffff;
    if (magnitude >= lowestBits && magnitude < highestBits) {
      const position = magnitude - lowestBits;
      const cell = position >> shift;
      const low = values[cell];
      const value = low + (position & fractionMask) * fractionUnit * (values[cell + 1] - low);
      rgb[p] = pattern < 0 ? -value : value;
    } else {
      rgb[p] = pattern === 0 ? 0 : exact(rgb[p]);
    }
  }
}
