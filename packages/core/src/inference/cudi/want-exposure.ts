import { findAutoExposure } from './auto-exposure.js';
import { type Field, mapField } from './field.js';
import type { WantedExposure } from './settle-exposure.js';

/** Of a photo's large differences of brightness, where a mean is wanted: without it a picture becomes fog. */
const KEPT_DIFFERENCE = 0.6;

/** A photo, its own exposure, and where something is wanted of it: each of the copy's size. */
export interface ExposurePhoto {
  /** Mean of encoded R, G and B at each place. */
  readonly brightness: Field;
  readonly lumas: Field;
  readonly own: Field;
  readonly support: Field;
  readonly counted: Field;
}

/** What is to come out where the photo itself says what it lacks. */
export function wantAutoExposure({ brightness, lumas, own, support, counted }: ExposurePhoto): WantedExposure {
  const wanted = findAutoExposure(own, lumas);
  const asked = mapField(wanted, (value, place) => own.data[place] + support.data[place] * (value - own.data[place]));
  return { asked, goal: mapField(brightness, (value, place) => value + asked.data[place] - own.data[place]), toldApart: asked, support, counted };
}

/** The counted places move together until their mean is the wanted one, and keep a share of their differences. */
export function wantMean(mean: number, { brightness, own, support, counted }: ExposurePhoto): WantedExposure {
  const middle = averageOf(own, counted);
  // Smoothed within parts, a photo's own exposure need not have the photo's mean.
  const shift = middle - averageOf(brightness, counted);
  const change = mapField(own, (value, place) => support.data[place] * (mean - middle + (1 - KEPT_DIFFERENCE) * (middle - value)));
  return {
    asked: mapField(own, (value, place) => value + change.data[place]),
    goal: mapField(brightness, (value, place) => value + change.data[place] + support.data[place] * shift),
    toldApart: mapField(own, () => mean),
    support,
    counted,
  };
}

/** The counted places keep their mean, and a share of their differences. */
export function wantEvenExposure(photo: ExposurePhoto): WantedExposure {
  return wantMean(averageOf(photo.brightness, photo.counted), photo);
}

function averageOf(values: Field, weights: Field): number {
  const total = weights.data.reduce((sum, weight) => sum + weight, 0);
  return values.data.reduce((sum, value, place) => sum + value * weights.data[place], 0) / Math.max(total, 1e-6);
}
