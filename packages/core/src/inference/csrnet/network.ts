/**
 * A 3-64-64-3 network with max(0, x) after both hidden layers, encoded RGB in and out: a colour map.
 *
 * @remarks *Shapes:* `hidden1` (64, 3), `bias1` (64), `hidden2` (64, 64), `bias2` (64), `output` (3, 64), `bias3` (3);
 * row-major, (out, in).
 */
export interface FoldedNetwork {
  readonly hidden1: Float32Array;
  readonly bias1: Float32Array;
  readonly hidden2: Float32Array;
  readonly bias2: Float32Array;
  readonly output: Float32Array;
  readonly bias3: Float32Array;
}

export const UNITS = 64;
/** Scale and shift of 64, 64 and 3 features. */
const SCALES_LENGTH = 2 * (UNITS + UNITS + 3);

/** A colour map before a photo's modulation is taken into it. */
export interface ColorMap {
  /** `hidden1` is (64, 3), or (64, 6) where the map is stretched. */
  readonly base: FoldedNetwork;
  /** Whether the first layer sees R, G, B once more, stretched by the photo's own slope and offset a channel. */
  readonly isStretched: boolean;
  /** Whether what goes in is added to what comes out. */
  readonly isResidual: boolean;
}

/** @returns how many numbers the map takes of a photo. */
export function modulationLength({ isStretched }: Pick<ColorMap, 'isStretched'>): number {
  return SCALES_LENGTH + (isStretched ? 6 : 0);
}

/**
 * Takes a photo's modulation into the weights: layer l becomes diag(scale) W and scale b + shift, and of a stretched map the
 * first layer W and b are W_rgb + W_stretched diag(slope) and b + W_stretched offset before that.
 *
 * @param modulation - scale 1, shift 1, scale 2, shift 2, scale 3, shift 3, each scale with the added one; for a stretched map
 * then three slopes and three offsets.
 * @see He et al., ECCV 2020, section 3.2: global feature modulation
 */
export function foldModulation({ base, isStretched }: ColorMap, modulation: Float32Array): FoldedNetwork {
  const first = isStretched ? foldStretch(base, modulation.subarray(SCALES_LENGTH)) : base;
  const [hidden1, bias1] = foldLayer(first.hidden1, first.bias1, modulation, 0);
  const [hidden2, bias2] = foldLayer(base.hidden2, base.bias2, modulation, 2 * UNITS);
  const [output, bias3] = foldLayer(base.output, base.bias3, modulation, 4 * UNITS);
  return { hidden1, bias1, hidden2, bias2, output, bias3 };
}

function foldStretch({ hidden1, bias1 }: FoldedNetwork, stretch: Float32Array): Pick<FoldedNetwork, 'hidden1' | 'bias1'> {
  const folded = new Float32Array(UNITS * 3);
  const bias = bias1.slice();
  for (let unit = 0; unit < UNITS; unit += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const weight = hidden1[unit * 6 + 3 + channel];
      folded[unit * 3 + channel] = hidden1[unit * 6 + channel] + weight * stretch[channel];
      bias[unit] += weight * stretch[3 + channel];
    }
  }
  return { hidden1: folded, bias1: bias };
}

function foldLayer(weights: Float32Array, bias: Float32Array, modulation: Float32Array, start: number): [Float32Array, Float32Array] {
  const outputs = bias.length;
  const inputs = weights.length / outputs;
  const scale = modulation.subarray(start, start + outputs);
  const shift = modulation.subarray(start + outputs, start + 2 * outputs);
  return [weights.map((weight, index) => weight * scale[Math.floor(index / inputs)]), bias.map((value, unit) => value * scale[unit] + shift[unit])];
}

/**
 * Evaluates a network for `count` interleaved RGB triples, in place; nothing is clamped. Arithmetic is in float64.
 *
 * @param isResidual - adds what goes in to what comes out.
 */
export function evaluateNetwork({ hidden1, bias1, hidden2, bias2, output, bias3 }: FoldedNetwork, isResidual: boolean, rgb: Float32Array, count: number): void {
  // By input, so that units that are 0 (about half) are left out with all they would multiply.
  const byInput = new Float64Array(UNITS * UNITS);
  for (let out = 0; out < UNITS; out += 1) for (let input = 0; input < UNITS; input += 1) byInput[input * UNITS + out] = hidden2[out * UNITS + input];
  const sums = new Float64Array(UNITS);
  for (let i = 0, p = 0; i < count; i += 1, p += 3) {
    const red = rgb[p];
    const green = rgb[p + 1];
    const blue = rgb[p + 2];
    sums.set(bias2);
    for (let unit = 0; unit < UNITS; unit += 1) {
      const value = hidden1[unit * 3] * red + hidden1[unit * 3 + 1] * green + hidden1[unit * 3 + 2] * blue + bias1[unit];
      if (value <= 0) continue;
      for (let out = 0, at = unit * UNITS; out < UNITS; out += 1, at += 1) sums[out] += byInput[at] * value;
    }
    let outRed = bias3[0];
    let outGreen = bias3[1];
    let outBlue = bias3[2];
    for (let unit = 0; unit < UNITS; unit += 1) {
      const value = sums[unit];
      if (value <= 0) continue;
      outRed += output[unit] * value;
      outGreen += output[UNITS + unit] * value;
      outBlue += output[2 * UNITS + unit] * value;
    }
    rgb[p] = isResidual ? red + outRed : outRed;
    rgb[p + 1] = isResidual ? green + outGreen : outGreen;
    rgb[p + 2] = isResidual ? blue + outBlue : outBlue;
  }
}
