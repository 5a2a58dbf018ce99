import type { Analysis, Illuminant, SmallCopy, Statistics } from '../analyse/analysis.js';
import type { ExposureNeed } from '../analyse/exposure-need.js';
import type { EncodedSpace } from '../raster/raster.js';
import type { PhotoTiles, TileRequest } from '../raster/read-tiles.js';
import { evaluatePointTransforms } from '../transforms/evaluate.js';
import { isPointTransform, type Transform } from '../transforms/transform.js';
import { evaluateOnCopy } from './blend-copy.js';
import { spaceConversion } from './convert-space.js';
import type { PlanStep } from './plan.js';
import { type WalkedStep, walkTiles } from './walk-tiles.js';
import { walkPicture } from './walked-picture.js';

/** What is measured on the photo while it is being walked. */
export interface PhotoMeasures {
  readonly measureStatistics: (sample: SmallCopy) => Statistics;
  readonly estimateIlluminant: (copy: SmallCopy) => Illuminant;
  readonly measureExposureNeed: (copy: SmallCopy) => ExposureNeed;
  /** Reads parts of the photo at its own pixels; absent where only the analysis is at hand. */
  readonly readTiles?: (request: TileRequest) => PhotoTiles;
}

/** A photo as the steps walked so far leave it. Nothing is evaluated or measured before it is asked for, nor twice. */
export interface WalkedPhoto {
  readonly space: EncodedSpace;
  /** Of encoded values of `space`. */
  statistics(): Statistics;
  /** Of encoded sRGB, as these transforms would leave the photo. */
  statisticsAfter(transforms: readonly Transform[]): Statistics;
  /** In linear sRGB. */
  illuminant(): Illuminant;
  /** Of encoded sRGB. */
  exposureNeed(): ExposureNeed;
  /** Copy and sample in encoded sRGB, for models; not to be changed. */
  srgbPictures(): { readonly copy: SmallCopy; readonly sample: SmallCopy };
  /** Parts of the photo in encoded sRGB, for models; absent where the photo's pixels are not at hand. */
  readonly srgbTiles: ((request: TileRequest) => PhotoTiles) | undefined;
  /** @param coverage - shape (H, W) of the copy, 0..1; absent means everywhere. */
  addStep(step: PlanStep, coverage: Float32Array | undefined): void;
}

/** What has been measured since the last step. */
interface Known {
  statistics?: Statistics;
  srgbStatistics?: Statistics;
  illuminant?: Illuminant;
  exposureNeed?: ExposureNeed;
  /** The last trial: an operation that decides for it has its step's result measured already. */
  trial?: { readonly transforms: readonly Transform[]; readonly sample: SmallCopy; readonly statistics: Statistics };
}

export function walkPhoto(analysis: Pick<Analysis, 'copy' | 'sample'>, measures: PhotoMeasures): WalkedPhoto {
  const { space } = analysis.copy;
  const isSrgb = space === 'srgb';
  const copy = walkPicture(analysis.copy);
  const sample = analysis.sample === analysis.copy ? copy : walkPicture(analysis.sample);
  const { readTiles } = measures;
  const { width, height } = analysis.copy;
  const steps: WalkedStep[] = [];
  let known: Known = {};

  const asSrgb = (picture: SmallCopy, transforms: readonly Transform[] = []): SmallCopy => {
    const all = [...transforms, ...spaceConversion(picture.space, 'srgb')];
    return all.length === 0 ? picture : { ...evaluateOnCopy(all, picture), space: 'srgb' };
  };
  const statistics = (): Statistics => (known.statistics ??= measures.measureStatistics(sample.look()));

  return {
    space,
    statistics,
    statisticsAfter(transforms) {
      if (transforms.length === 0) return isSrgb ? statistics() : (known.srgbStatistics ??= measures.measureStatistics(asSrgb(sample.look())));
      const after = asSrgb(sample.look(), transforms);
      const measured = measures.measureStatistics(after);
      known.trial = { transforms, sample: after, statistics: measured };
      return measured;
    },
    illuminant: () => (known.illuminant ??= measures.estimateIlluminant(asSrgb(copy.look()))),
    exposureNeed: () => (known.exposureNeed ??= measures.measureExposureNeed(asSrgb(copy.look()))),
    srgbPictures: () => ({ copy: asSrgb(copy.look()), sample: asSrgb(sample.look()) }),
    srgbTiles:
      readTiles &&
      ((request) => {
        const walked = walkTiles(readTiles(request), steps);
        evaluatePointTransforms(spaceConversion(space, 'srgb').filter(isPointTransform), walked.rgb, walked.rgb.length / 3);
        return { ...walked, space: 'srgb' };
      }),
    addStep(step, coverage) {
      steps.push({ step, coverage: coverage && { data: coverage, width, height } });
      const { trial } = known;
      const isTried = isSrgb && trial?.transforms === step.transforms && step.strength === 1 && coverage === undefined;
      known = isTried ? { statistics: trial.statistics } : {};
      sample.addStep(step, coverage, isTried ? trial.sample : undefined);
      if (copy !== sample) copy.addStep(step, coverage);
    },
  };
}
