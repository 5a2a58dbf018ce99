import { CELLS, type SceneSignature } from './scene-signature.js';

/*
 * Maintainer notes. Ten thousand photos are fifty million pairs of twenty-five shifts, and next to none are alike. Windows are kept as waves, which leaves
 * their products what they are, the long waves first: there most of a photo is, and what the rest of two windows can add to their product is no more
 * than the product of its lengths (Cauchy, Schwarz). Nearly every pair is told apart by its first few numbers, with the result of comparing all of them.
 */

/** Cells by which one photo may be moved against another: a quarter of the frame. */
const MAXIMUM_SHIFT = 2;
const SHIFTS = 2 * MAXIMUM_SHIFT + 1;
/** Share of the plane that is taken out. */
const PLANE_SHARE = 0.7;
/** Root mean square of what is left, in stops, below which a photo is too plain to be told from others. */
const PLAIN_STOPS = 0.03;
/** Numbers of a window after which it is asked whether the rest can matter. */
const STOPS = [3, 8, 18, 40] as const;
/** For the rounding of sums: what is as good as alike is looked at to its end. */
const SLACK = 1e-9;

/** A shift and how windows at it are told: where in a photo they begin, their size, and the order of their waves. */
export interface WindowForm {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly width: number;
  readonly height: number;
  /** Place of the first number in {@link SceneWindows}. */
  readonly start: number;
  /** Weights of a window's places in each wave, wave by wave, the longest first: shape (W H, W H). */
  readonly waves: Float64Array;
}

/** A signature made ready to be compared with many: its window at each shift, of unit length, as waves of all three signals. */
export interface SceneWindows {
  readonly numbers: Float64Array;
  /** Lengths of what is left of each window beyond each of the stops. */
  readonly rests: Float64Array;
}

/** @returns the forms of all shifts; that of the opposite shift stands as far from the other end. */
export function listWindowForms(): WindowForm[] {
  const forms: WindowForm[] = [];
  let start = 0;
  for (let shiftY = -MAXIMUM_SHIFT; shiftY <= MAXIMUM_SHIFT; shiftY += 1) {
    for (let shiftX = -MAXIMUM_SHIFT; shiftX <= MAXIMUM_SHIFT; shiftX += 1) {
      const [width, height] = [CELLS - Math.abs(shiftX), CELLS - Math.abs(shiftY)];
      forms.push({ shiftX, shiftY, width, height, start, waves: listWaves(width, height) });
      start += 3 * width * height;
    }
  }
  return forms;
}

export function prepareScene(signature: SceneSignature, forms: readonly WindowForm[]): SceneWindows {
  const { start, width, height } = forms[forms.length - 1];
  const numbers = new Float64Array(start + 3 * width * height);
  const rests = new Float64Array(forms.length * STOPS.length);
  forms.forEach((form, shift) => {
    const own = toWaves(normaliseWindow(signature, form.shiftX, form.shiftY), form);
    numbers.set(own, form.start);
    let energy = 0;
    for (let i = own.length - 1, stop = STOPS.length - 1; stop >= 0; i -= 1) {
      energy += own[i] ** 2;
      if (i === STOPS[stop]) rests[shift * STOPS.length + stop--] = Math.sqrt(energy);
    }
  });
  return { numbers, rests };
}

/** @returns whether the cosine of two photos at the shift that suits best is at least so large. The same either way round. */
export function areAlike(a: SceneWindows, b: SceneWindows, least: number, forms: readonly WindowForm[]): boolean {
  // Moved by one shift against the other, the other is moved by its opposite: the list read backwards.
  for (let shift = 0; shift < SHIFTS * SHIFTS; shift += 1) {
    const opposite = SHIFTS * SHIFTS - 1 - shift;
    const count = 3 * forms[shift].width * forms[shift].height;
    const [one, other] = [forms[shift].start, forms[opposite].start];
    let sum = 0;
    let i = 0;
    let isTold = false;
    for (let stop = 0; stop < STOPS.length && !isTold; stop += 1) {
      for (; i < STOPS[stop]; i += 1) sum += a.numbers[one + i] * b.numbers[other + i];
      isTold = sum + a.rests[shift * STOPS.length + stop] * b.rests[opposite * STOPS.length + stop] < least - SLACK;
    }
    if (isTold) continue;
    for (; i < count; i += 1) sum += a.numbers[one + i] * b.numbers[other + i];
    if (sum >= least) return true;
  }
  return false;
}

/** The cosine transform of each signal, which keeps products. @see Ahmed, Natarajan, Rao, "Discrete Cosine Transform", 1974 */
function toWaves(window: Float64Array, { width, height, waves }: WindowForm): Float64Array {
  const own = new Float64Array(window.length);
  const count = width * height;
  for (let wave = 0; wave < count; wave += 1) {
    let [first, second, third] = [0, 0, 0];
    for (let place = 0; place < count; place += 1) {
      const weight = waves[wave * count + place];
      first += weight * window[place * 3];
      second += weight * window[place * 3 + 1];
      third += weight * window[place * 3 + 2];
    }
    own[wave * 3] = first;
    own[wave * 3 + 1] = second;
    own[wave * 3 + 2] = third;
  }
  return own;
}

function listWaves(width: number, height: number): Float64Array {
  const count = width * height;
  const order = Array.from({ length: count }, (_, wave) => wave);
  order.sort((a, b) => (a % width) + Math.floor(a / width) - (b % width) - Math.floor(b / width) || a - b);
  const cosine = (wave: number, place: number, length: number): number => Math.sqrt((wave === 0 ? 1 : 2) / length) * Math.cos((Math.PI * (place + 0.5) * wave) / length);
  return Float64Array.from({ length: count * count }, (_, at) => {
    const [wave, place] = [order[Math.floor(at / count)], at % count];
    return cosine(wave % width, place % width, width) * cosine(Math.floor(wave / width), Math.floor(place / width), height);
  });
}

/** The part of a photo that another one shows too when it is moved, without its means and most of its plane. */
function normaliseWindow(signature: SceneSignature, shiftX: number, shiftY: number): Float64Array {
  const width = CELLS - Math.abs(shiftX);
  const height = CELLS - Math.abs(shiftY);
  const firstX = Math.max(0, shiftX);
  const firstY = Math.max(0, shiftY);
  const window = new Float64Array(width * height * 3);
  let energy = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    const read = (x: number, y: number): number => signature[((firstY + y) * CELLS + firstX + x) * 3 + channel];
    const plane = fitPlane(read, width, height);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const value = read(x, y) - plane.mean - PLANE_SHARE * (plane.slopeX * (x - (width - 1) / 2) + plane.slopeY * (y - (height - 1) / 2));
        window[(y * width + x) * 3 + channel] = value;
        energy += value * value;
      }
    }
  }
  const length = Math.sqrt(energy);
  return length < PLAIN_STOPS * Math.sqrt(window.length) ? window.fill(0) : window.map((value) => value / length);
}

function fitPlane(read: (x: number, y: number) => number, width: number, height: number): { mean: number; slopeX: number; slopeY: number } {
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  let squareX = 0;
  let squareY = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = read(x, y);
      const fromCentreX = x - (width - 1) / 2;
      const fromCentreY = y - (height - 1) / 2;
      sum += value;
      sumX += fromCentreX * value;
      sumY += fromCentreY * value;
      squareX += fromCentreX * fromCentreX;
      squareY += fromCentreY * fromCentreY;
    }
  }
  return { mean: sum / (width * height), slopeX: sumX / squareX, slopeY: sumY / squareY };
}
