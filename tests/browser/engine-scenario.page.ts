import type { Raster, Recipe } from '@openretouch/core';
import type { Engine } from '@openretouch/core/worker';

/** What is asked of an engine wherever it runs. Bundled into pages, and imported by the test that knows the answers. */

const recipeOf = (...operations: Recipe['operations']): Recipe => ({ schema: 'openretouch/recipe@1', name: 'scenario', operations });

export const CLASSIC_RECIPE = recipeOf({ op: 'whiteBalance', temperature: 5600 }, { op: 'exposure', ev: 0.4 }, { op: 'toneCurve', points: [[0, 0], [0.3, 0.26], [0.7, 0.76], [1, 1]] }, { op: 'vibrance', amount: 0.3 });
export const LEARNED_RECIPE = recipeOf({ op: 'csrnet', style: 'warm' }, { op: 'exposure', ev: 0.2 });

/** Smooth colours with some texture. */
export function scenarioPhoto(width = 320, height = 240): Raster {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const x = (i >> 2) % width;
    const y = Math.floor(i / 4 / width);
    const c = i & 3;
    return c === 3 ? 255 : 30 + ((x * (c + 2) + y * (3 - c) + ((x * y) % 23)) % 150);
  });
  return { data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}

export interface Outcome {
  readonly kernels: { readonly name: string; readonly reason: string };
  readonly models: string | undefined;
  readonly classic: readonly number[];
  readonly learned: readonly number[];
  readonly previewSize: readonly [number, number];
  readonly refused: { readonly name: string; readonly code: string; readonly pointer: string; readonly isError: boolean };
  readonly cancelled: { readonly isOwnReason: boolean; readonly progress: readonly number[]; readonly photosAfter: number };
  readonly superseded: readonly string[];
}

interface ThrownError {
  readonly name: string;
  readonly code: string;
  readonly fields: { readonly issues: readonly { readonly pointer: string }[] };
}

export async function runScenario(engine: Engine): Promise<Outcome> {
  const { photo } = await engine.open({ raster: scenarioPhoto() });
  const classic = await engine.apply({ photo, recipe: CLASSIC_RECIPE });
  const learned = await engine.apply({ photo, recipe: LEARNED_RECIPE });
  const previews = await Promise.allSettled([0.1, 0.2, 0.3].map((ev) => engine.preview({ photo, recipe: recipeOf({ op: 'exposure', ev }), maximumSide: 160 })));
  const last = previews[2];
  if (last.status === 'rejected') throw last.reason;
  const superseded = previews.slice(0, 2).map((result) => (result.status === 'rejected' ? (result.reason as ThrownError).code : 'fulfilled'));

  const error = (await engine.plan({ photo, recipe: recipeOf({ op: 'exposure', ev: 12 }) }).catch((thrown: unknown) => thrown)) as ThrownError;
  const refused = { name: error.name, code: error.code, pointer: error.fields.issues[0].pointer, isError: error instanceof Error };

  const large = await engine.open({ raster: scenarioPhoto(3600, 2400) });
  const controller = new AbortController();
  const reason = { why: 'the user pressed Cancel' };
  const progress: number[] = [];
  const onProgress = (fraction: number): void => {
    progress.push(fraction);
    controller.abort(reason);
  };
  const thrown = await engine.apply({ photo: large.photo, recipe: CLASSIC_RECIPE }, { signal: controller.signal, onProgress }).then(() => 'applied', (caught: unknown) => caught);
  const status = await engine.status();
  return {
    kernels: status.kernels,
    models: status.models?.name,
    classic: Array.from(classic.raster.data),
    learned: Array.from(learned.raster.data),
    previewSize: [last.value.raster.width, last.value.raster.height],
    refused,
    cancelled: { isOwnReason: thrown === reason, progress, photosAfter: status.photoCount },
    superseded,
  };
}
