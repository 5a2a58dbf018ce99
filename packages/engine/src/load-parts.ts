// Parts of the engine that are loaded on first use, so that what every page waits for stays small.
import type { EngineLibrary } from '@openretouch/core/worker';
import type * as models from './open-decider.js';

/** What runs models, and the styles that come with them. */
export const loadModels = (): Promise<typeof models> => import('./open-decider.js');

/** Look files, styles, series. */
export const loadLibrary = async (): Promise<EngineLibrary> => (await import('@openretouch/core/engine-library')).engineLibrary;
