// The part of the engine that is loaded on first use where a host can: look files, styles, series, fitted sliders.
import type { EngineLibrary } from '../library-work.js';
import { importLook, writeLook } from './look-files.js';
import { describeForSeries, lockSeries } from './series.js';
import { fitSliders } from './sliders.js';
import { embedPhoto, learnStyle, matchStyle, measureReadiness } from './styles.js';

/** For `loadLibrary` of an engine. */
export const engineLibrary: EngineLibrary = { importLook, writeLook, embedPhoto, measureReadiness, learnStyle, matchStyle, describeForSeries, lockSeries, fitSliders };
