import type { CancelSignal } from '../cancel.js';
import type { PhotoHandle } from '../worker/engine.js';
import { definedOnly } from './defined-only.js';
import { ownRaster } from './own-raster.js';
import type { PlacedMask } from './placed.js';
import type { TargetPixels } from './read-target.js';
import type { RunWithEngineOptions, WriteEngine } from './run-options.js';
import type { OpenPreparer } from './write-preparer.js';

/** Prepares writes in an engine. No planning and no loops over pixels come with this file: a page's script stays small. */
export function prepareWithEngine({ engine, recipe, preference }: RunWithEngineOptions): OpenPreparer {
  return async ({ pixels, bounds, iccProfile, masks, hasSelection }, signal) => {
    const photo = await open(engine, pixels, signal);
    return {
      prepare: (capabilities, control) =>
        // Each attempt sends masks in memory of its own, for that moves.
        engine.prepareWrite({ photo, recipe, capabilities, bounds, masks: copyMasks(masks), hasSelection, ...definedOnly({ preference, iccProfile }) }, definedOnly(control)),
      close: async () => {
        // An engine that is gone has freed it already; what ended it is told by the request it ended.
        if (!('photo' in pixels)) await engine.close({ photo }).catch(() => undefined);
      },
    };
  };
}

async function open(engine: WriteEngine, pixels: TargetPixels, signal: CancelSignal | undefined): Promise<PhotoHandle> {
  if ('photo' in pixels) return pixels.photo;
  const { release } = pixels;
  const raster = ownRaster(pixels.raster, release !== undefined);
  release?.();
  return (await engine.open({ raster }, definedOnly({ signal }))).photo;
}

function copyMasks(masks: Readonly<Record<string, PlacedMask>>): Record<string, PlacedMask> {
  return Object.fromEntries(Object.entries(masks).map(([slot, { mask, bounds, outsideCoverage }]) => [slot, { mask: { ...mask, data: mask.data.slice() }, bounds, outsideCoverage }]));
}
