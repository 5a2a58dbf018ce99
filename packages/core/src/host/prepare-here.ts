import { postponeAnalysis } from '../analyse/postpone-analysis.js';
import type { Plan } from '../plan/plan.js';
import type { Raster } from '../raster/raster.js';
import { planPhoto } from '../retouch.js';
import { definedOnly } from './defined-only.js';
import { alignMasks, prepareWrite } from './prepare-write.js';
import type { RunHereOptions } from './run-options.js';
import type { OpenPreparer } from './write-preparer.js';

/** Share of the progress of preparing at which planning is done. */
const PLANNED_FRACTION = 0.25;

/** Prepares writes on the calling thread, from the very memory that was read. */
export function prepareHere({ recipe, planning, preference, pause, kernels }: RunHereOptions): OpenPreparer {
  return async ({ pixels, bounds, iccProfile, masks: placed, hasSelection }) => {
    const { raster } = pixels as { readonly raster: Raster };
    const masks = alignMasks(placed, bounds);
    let planned: Promise<Plan> | undefined;
    return {
      prepare: async (capabilities, { signal, onProgress }) => {
        // Once, whatever of it the host turns out to take.
        planned ??= planPhoto(recipe, postponeAnalysis(raster, definedOnly({ signal, kernels })), { ...planning, photo: raster, masks, ...definedOnly({ signal }) });
        const plan = await planned;
        onProgress(PLANNED_FRACTION);
        return prepareWrite(plan, { raster, bounds, ...definedOnly({ iccProfile }) }, {
          capabilities,
          recipe,
          masks,
          hasSelection,
          onProgress: (fraction) => onProgress(PLANNED_FRACTION + (1 - PLANNED_FRACTION) * fraction),
          ...definedOnly({ preference, signal, pause, kernels }),
        });
      },
      close: async () => undefined,
    };
  };
}
