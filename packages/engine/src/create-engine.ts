import { RetouchEngine } from '@openretouch/core/worker';
import { chooseKernels } from '@openretouch/kernels';
import { webThreads } from '@openretouch/kernels/web';
import { loadLibrary, loadModels } from './load-parts.js';
import type { LoadRuntime } from './load-runtime.js';
import { pause } from './pause.js';
import type { EngineSettings } from './settings.js';

/** Makes an engine on the calling thread, of what this page or worker has: kernels, threads where memory can be shared, models. */
export function createEngine(settings: EngineSettings, loadRuntime: LoadRuntime): RetouchEngine {
  const { models, threads, kernels: force } = settings;
  return new RetouchEngine({
    pause,
    loadLibrary,
    openKernels: () => chooseKernels({ threads: webThreads(threads), ...(force === undefined ? {} : { force }) }),
    ...(models === undefined ? {} : { openStyles: async () => (await loadModels()).styles, openDecider: async (kernels) => (await loadModels()).openDecider(models, loadRuntime, kernels) }),
  });
}
