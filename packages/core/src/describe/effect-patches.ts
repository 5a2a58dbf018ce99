import type { Vector3 } from '../color/matrix3.js';
import { transformVector3 } from '../color/matrix3.js';
import { oklabToLinearSrgb, oklchToOklab } from '../color/oklab.js';
import { linearRgbConversionMatrix, rgbToXyzMatrix } from '../color/rgb-xyz.js';
import { linearToSrgb, srgbToLinear } from '../color/transfer-functions.js';
import { type BandName, HUE_BANDS } from '../operations/hue-bands.js';
import type { EncodedSpace } from '../raster/raster.js';
import { evaluateTransforms } from '../transforms/evaluate.js';
import { isPointTransform, type Transform } from '../transforms/transform.js';

/** A step of a plan, as far as its colours go: a mask only says where it acts. */
export interface EffectStep {
  readonly transforms: readonly Transform[];
  readonly strength: number;
}

/** Neutral patches, from black to white in equal encoded steps. */
export const GREY_COUNT = 17;
/** The lightness of foliage and sky, and a chroma that leaves all three channels room in sRGB for all eight hues. */
const PATCH_LIGHTNESS = 0.62;
const PATCH_CHROMA = 0.07;
/** Places along each side of the picture at which a step that differs by place is looked at. */
const PLACES = 8;

export const BAND_NAMES = Object.keys(HUE_BANDS) as readonly BandName[];

/** XYZ (D65, white Y = 1) of the patches after a change: greys from black to white, then a colour a band. */
export interface PatchColours {
  readonly greys: readonly Readonly<Vector3>[];
  readonly hues: readonly Readonly<Vector3>[];
}

/**
 * The patches before any change.
 *
 * @param dimmingEv - stops by which the colours are darker, so that a change that brightens by as many shows them in the middle.
 */
export function originalPatches(space: EncodedSpace, dimmingEv: number): PatchColours {
  return toColours(encodePatches(space, dimmingEv), space);
}

/**
 * Shows the patches to a change, clamped to 0..1 as on a screen.
 *
 * @param steps - on encoded values of `space`; a masked one counts as where its mask is full.
 * @param strength - of the whole, 0..1.
 * @param dimmingEv - as for {@link originalPatches}.
 * @returns the patches at each place of the picture: one where colour alone decides.
 */
export function changedPatches(steps: readonly EffectStep[], space: EncodedSpace, strength: number, dimmingEv: number): PatchColours[] {
  const patches = encodePatches(space, dimmingEv);
  const side = steps.every(({ transforms }) => transforms.every(isPointTransform)) ? 1 : PLACES;
  const placeCount = side * side;
  const places = Array.from({ length: placeCount }, () => new Float32Array(patches.length));
  for (let patch = 0; patch < patches.length; patch += 3) {
    const picture = new Float32Array(placeCount * 3);
    for (let place = 0; place < placeCount; place += 1) picture.set(patches.subarray(patch, patch + 3), place * 3);
    const after = applySteps(steps, picture, side, strength);
    places.forEach((place, index) => place.set(after.subarray(index * 3, index * 3 + 3), patch));
  }
  return places.map((place) => toColours(place, space));
}

function applySteps(steps: readonly EffectStep[], picture: Float32Array, side: number, strength: number): Float32Array {
  const current = picture.slice();
  for (const step of steps) {
    const after = current.slice();
    evaluateTransforms(step.transforms, after, { width: side, height: side, firstRow: 0, rowCount: side });
    mix(current, after, step.strength);
  }
  mix(picture, current, strength);
  return picture;
}

function mix(into: Float32Array, other: Float32Array, amount: number): void {
  for (let i = 0; i < into.length; i += 1) into[i] += amount * (other[i] - into[i]);
}

function encodePatches(space: EncodedSpace, dimmingEv: number): Float32Array {
  const greys = Array.from({ length: GREY_COUNT }, (_, index) => new Array<number>(3).fill(index / (GREY_COUNT - 1)));
  const fromSrgb = linearRgbConversionMatrix('srgb', space);
  const hues = BAND_NAMES.map((name) => {
    const linear = oklabToLinearSrgb(oklchToOklab([PATCH_LIGHTNESS, PATCH_CHROMA, HUE_BANDS[name]]));
    return transformVector3(fromSrgb, linear).map((value) => linearToSrgb(value * 2 ** -dimmingEv));
  });
  return Float32Array.from([...greys, ...hues].flat());
}

function toColours(encoded: Float32Array, space: EncodedSpace): PatchColours {
  const toXyz = rgbToXyzMatrix(space);
  const colours = Array.from({ length: encoded.length / 3 }, (_, index) => {
    const linear = [0, 1, 2].map((channel) => srgbToLinear(Math.min(1, Math.max(0, encoded[index * 3 + channel]))));
    return transformVector3(toXyz, linear as Vector3);
  });
  return { greys: colours.slice(0, GREY_COUNT), hues: colours.slice(GREY_COUNT) };
}
