import type { CancelSignal } from '../cancel.js';
import { HostError } from '../errors.js';
import type { Raster } from '../raster/raster.js';
import type { PhotoInfo } from '../worker/engine.js';
import type { ReopenableRequest } from '../worker/restarting-engine.js';
import { definedOnly } from './defined-only.js';
import type { HostAdapter, ReadRaster, TargetReference } from './host-adapter.js';
import { ownRaster } from './own-raster.js';
import { readOriginal } from './read-target.js';
import type { OpenTarget } from './run-options.js';

export interface OpenTargetOptions {
  readonly host: HostAdapter;
  /** One that restarts opens the photo again by reading the target once more. */
  readonly engine: { open(request: ReopenableRequest, control?: { readonly signal?: CancelSignal }): Promise<PhotoInfo> };
  readonly target: TargetReference;
  readonly signal?: CancelSignal;
}

/**
 * Reads a target and opens it in an engine, for previews and for `photos` of `runInHost`. Close it with `engine.close`.
 *
 * @throws as `readPixels` of the host and `open` of the engine.
 */
export async function openTarget({ host, engine, target, signal }: OpenTargetOptions): Promise<OpenTarget> {
  const read = async (options: { readonly signal?: CancelSignal | undefined }): Promise<Omit<ReadRaster, 'release'>> => {
    const { release, ...placed } = await readOriginal(host, target, options);
    try {
      return { ...placed, raster: ownRaster(placed.raster, release !== undefined) };
    } finally {
      release?.();
    }
  };
  const { raster, ...rest } = await read({ signal });
  const { width, height } = raster;
  const reload = async (): Promise<Raster> => {
    // Another revision is no matter here: a commit compares them. Another size would not fit the masks and what was told of the photo.
    const again = (await read({})).raster;
    if (again.width === width && again.height === height) return again;
    throw new HostError('stale-target', `target: ${again.width} x ${again.height} (expected ${width} x ${height}, as it was opened)`, { fields: { layerId: target.layerId } });
  };
  const info = await engine.open({ raster, reload }, definedOnly({ signal }));
  return { photo: info.photo, info, ...rest };
}
