/** A tone response: encoded value 0..1 to linear light 0..1. */
export type ToneResponse = (encoded: number) => number;

/**
 * Makes a function of an ICC curve tag.
 *
 * @param tag - a `curv` or `para` tag with its type signature.
 * @returns the function, clamped to 0..1 in and out, or undefined when the tag is missing, of another type or cut short.
 * @see ICC.1:2022, 10.6 (curveType: none is identity, one a gamma, more are equidistant samples) and 10.18
 * (parametricCurveType, functions 0 to 4).
 */
export function inflateCurve(tag: Uint8Array | undefined): ToneResponse | undefined {
  if (tag === undefined || tag.length < 12) return undefined;
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const kind = String.fromCharCode(...tag.subarray(0, 4));
  const curve = kind === 'curv' ? inflateSampled(view) : kind === 'para' ? inflateParametric(view) : undefined;
  return curve && ((encoded) => clampUnit(curve(clampUnit(encoded))));
}

function inflateSampled(view: DataView): ToneResponse | undefined {
  const count = view.getUint32(8);
  if (12 + count * 2 > view.byteLength) return undefined;
  if (count === 0) return (encoded) => encoded;
  if (count === 1) {
    const gamma = view.getUint16(12) / 256;
    return gamma > 0 ? (encoded) => encoded ** gamma : undefined;
  }
  const samples = Float64Array.from({ length: count }, (_, index) => view.getUint16(12 + index * 2) / 65535);
  return (encoded) => {
    const position = encoded * (count - 1);
    const index = Math.min(Math.floor(position), count - 2);
    return samples[index] + (samples[index + 1] - samples[index]) * (position - index);
  };
}

/** Parameters by function type: g; g a b; g a b c; g a b c d; g a b c d e f. */
const PARAMETER_COUNTS = [1, 3, 4, 5, 7];

function inflateParametric(view: DataView): ToneResponse | undefined {
  const kind = view.getUint16(8);
  const count = PARAMETER_COUNTS[kind];
  if (count === undefined || 12 + count * 4 > view.byteLength) return undefined;
  const [g, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, index) => view.getInt32(12 + index * 4) / 65536);
  if (!(g > 0)) return undefined;
  switch (kind) {
    case 0:
      return (encoded) => encoded ** g;
    case 1:
      return (encoded) => (encoded >= -b / a ? (a * encoded + b) ** g : 0);
    case 2:
      return (encoded) => (encoded >= -b / a ? (a * encoded + b) ** g + c : c);
    case 3:
      return (encoded) => (encoded >= d ? (a * encoded + b) ** g : c * encoded);
    default:
      return (encoded) => (encoded >= d ? (a * encoded + b) ** g + e : c * encoded + f);
  }
}

function clampUnit(value: number): number {
  return value > 0 ? Math.min(value, 1) : 0;
}
