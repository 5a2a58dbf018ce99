import { throwIfCancelled } from '../cancel.js';
import { encodedSpaceOf, validateRaster, type Raster } from '../raster/raster.js';
import { copySizeOf, resampleAreaToCopy } from '../raster/resample-area.js';
import { samplePixelsToCopy } from '../raster/sample-pixels.js';
import { ANALYSIS_SIDE, type AnalyseOptions } from './analyse.js';
import type { Analysis, SmallCopy } from './analysis.js';
import { measureRaster } from './measure-raster.js';

/**
 * Looks at a photo as {@link analyse} does, but only at what is asked for, when it is asked for: a plan of operations that look at nothing, such
 * as a LUT, costs no look at the pixels, and one that asks for the small copy no histograms of all of them.
 *
 * @param raster - not to be changed before the last look.
 * @returns an analysis whose parts are worked out on first reading and kept. To send it elsewhere use {@link analyse}.
 * @throws as {@link analyse}; the signal's reason also from reading a part.
 */
export function postponeAnalysis(raster: Raster, options: AnalyseOptions = {}): Analysis {
  validateRaster(raster);
  const { maximumSide = ANALYSIS_SIDE, signal, kernels = {} } = options;
  const { width, height } = copySizeOf(raster, maximumSide);
  const postponed = <T>(work: () => T): (() => T) => {
    let result: T | undefined;
    return () => {
      if (result === undefined) {
        throwIfCancelled(signal);
        result = work();
      }
      return result;
    };
  };
  const postponedCopy = (look: () => SmallCopy): SmallCopy => ({
    width,
    height,
    space: encodedSpaceOf(raster.encoding),
    get rgb() {
      return look().rgb;
    },
    get weights() {
      return look().weights;
    },
  });
  const copy = postponedCopy(postponed(() => resampleAreaToCopy(raster, maximumSide, { kernels, ...(signal === undefined ? {} : { signal }) })));
  const isReduced = width < raster.width || height < raster.height;
  const measures = postponed(() => measureRaster(raster, kernels, signal));
  return {
    copy,
    sample: isReduced ? postponedCopy(postponed(() => samplePixelsToCopy(raster, width, height))) : copy,
    sourceWidth: raster.width,
    sourceHeight: raster.height,
    sourceBitDepth: raster.bitDepth,
    get statistics() {
      return measures().statistics;
    },
    get clipped() {
      return measures().clipped;
    },
  };
}
