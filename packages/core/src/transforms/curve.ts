import { cubeRoot } from '../color/cube-root.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import type { Curve, CurveTransform, NamedCurve, TableCurve } from './transform.js';

/** Samples per unit of input for smooth curves: linear reading then errs below 1e-5 wherever |f''| is under 1000. */
export const SAMPLES_PER_UNIT = 4096;

/** @returns the same curve for all three channels. */
export function masterCurve(curve: Curve): CurveTransform {
  return { kind: 'curve', curves: [curve, curve, curve] };
}

export function namedCurve(name: NamedCurve['name']): CurveTransform {
  return masterCurve({ kind: 'named', name });
}

/**
 * Samples a function into a table.
 *
 * @param sampleCount - nodes, at least 2; by default {@link SAMPLES_PER_UNIT} a unit of domain.
 */
export function sampleCurve(
  f: (value: number) => number,
  domain: readonly [number, number],
  outside: TableCurve['outside'],
  sampleCount = Math.ceil((domain[1] - domain[0]) * SAMPLES_PER_UNIT) + 1,
): TableCurve {
  const values = new Float32Array(sampleCount);
  const step = (domain[1] - domain[0]) / (sampleCount - 1);
  for (let i = 0; i < sampleCount; i += 1) values[i] = f(domain[0] + i * step);
  return { kind: 'table', domain, values, outside };
}

/** Makes a curve into a function of one value. */
export function curveFunction(curve: Curve): (value: number) => number {
  if (curve.kind === 'named') {
    switch (curve.name) {
      case 'srgb-to-linear':
        return srgbToLinear;
      case 'linear-to-srgb':
        return linearToSrgb;
      case 'cube':
        return (value) => value * value * value;
      case 'cube-root':
        return cubeRoot;
    }
  }
  const { domain, values, outside } = curve;
  const last = values.length - 1;
  const scale = last / (domain[1] - domain[0]);
  return (value) => {
    let position = (value - domain[0]) * scale;
    if (!(position > 0)) {
      if (outside === 'clamp' || position !== position) return values[0];
    } else if (position > last && outside === 'clamp') {
      return values[last];
    }
    const cell = position <= 0 ? 0 : position >= last ? last - 1 : Math.floor(position);
    position -= cell;
    const low = values[cell];
    return low + position * (values[cell + 1] - low);
  };
}

/** @returns the named curve that undoes `curve`, if it is one of the named pairs. */
function inverseName(name: NamedCurve['name']): NamedCurve['name'] {
  const inverses = { 'srgb-to-linear': 'linear-to-srgb', 'linear-to-srgb': 'srgb-to-linear', cube: 'cube-root', 'cube-root': 'cube' } as const;
  return inverses[name];
}

/** @returns whether `second` undoes `first` exactly (a named curve and its named inverse on every channel). */
export function areInverse(first: CurveTransform, second: CurveTransform): boolean {
  return first.curves.every((curve, channel) => {
    const other = second.curves[channel];
    return curve.kind === 'named' && other.kind === 'named' && inverseName(curve.name) === other.name;
  });
}
