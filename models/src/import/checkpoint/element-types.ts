/** @returns the value of a binary16 number. */
function halfToNumber(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** A bfloat16 is the upper half of a binary32. */
function bfloatToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

type ElementReader = (view: DataView, index: number) => number;

const READERS: Readonly<Record<string, ElementReader>> = {
  'torch.DoubleStorage': (view, index) => view.getFloat64(index * 8, true),
  'torch.FloatStorage': (view, index) => view.getFloat32(index * 4, true),
  'torch.HalfStorage': (view, index) => halfToNumber(view.getUint16(index * 2, true)),
  'torch.BFloat16Storage': (view, index) => bfloatToNumber(view.getUint16(index * 2, true)),
};

/** @returns how elements of a storage's class are read; `undefined` for those that are no floating-point numbers. */
export function elementReaderOf(type: string): ElementReader | undefined {
  return Object.hasOwn(READERS, type) ? READERS[type] : undefined;
}
