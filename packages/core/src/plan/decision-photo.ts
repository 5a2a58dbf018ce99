import type { SmallCopy } from '../analyse/analysis.js';
import type { DecisionPhoto } from '../operations/decision.js';
import { evaluateOnCopy } from './blend-copy.js';
import { spaceConversion } from './convert-space.js';

/** @returns a photo's small pictures as every model is shown them: encoded sRGB, clamped to 0..1; NaN and infinities count as 0, as in the area average. */
export function photoForModels({ copy, sample }: { readonly copy: SmallCopy; readonly sample: SmallCopy }): DecisionPhoto {
  const shown = clampToUnit(pictureAsSrgb(copy));
  return { copy: shown, sample: sample === copy ? shown : clampToUnit(pictureAsSrgb(sample)) };
}

/** Whether no channel of the covered pixels spans a level of 8 bit. */
export function isOfOneColour({ rgb, weights }: SmallCopy): boolean {
  for (let channel = 0; channel < 3; channel += 1) {
    let smallest = Infinity;
    let largest = -Infinity;
    for (let at = channel, pixel = 0; at < rgb.length; at += 3, pixel += 1) {
      if (weights !== undefined && !(weights[pixel] > 0)) continue;
      smallest = Math.min(smallest, rgb[at]);
      largest = Math.max(largest, rgb[at]);
    }
    if (largest - smallest >= 1 / 255) return false;
  }
  return true;
}

/** @returns a picture in encoded sRGB; the same object where it is that already. */
function pictureAsSrgb(picture: SmallCopy): SmallCopy {
  return picture.space === 'srgb' ? picture : { ...evaluateOnCopy(spaceConversion(picture.space, 'srgb'), picture), space: 'srgb' };
}

/** NaN and infinities count as 0, as in the area average. */
export function clampToUnit<T extends { readonly rgb: Float32Array }>(picture: T): T {
  const { rgb } = picture;
  const clamped = new Float32Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 1) {
    const value = rgb[i];
    clamped[i] = value > 0 ? (value < 1 ? value : value === Infinity ? 0 : 1) : 0;
  }
  return { ...picture, rgb: clamped };
}
