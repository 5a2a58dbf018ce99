// Frames of one scene as a camera on automatic makes them: the same light, a little off in exposure and colour each time.
import { seededRandom } from '../scripts/seeded-random.mjs';

/** Half the range of a frame's exposure and, in stops, of its red and blue. */
const JITTER_EV = 0.5;
const CAST_STOPS = 0.06;
const OUTLIER_EV = -3;
/** Levels of noise, from the middle. */
const NOISE_LEVELS = 1.5;

/**
 * @param core - `@openretouch/core`.
 * @param photo - a good photo, 8 bit; the burst is half a stop too dark around it.
 * @returns frames spread evenly over the jitter in an order of chance, then one far too dark.
 */
export function makeBurst(core, photo, frameCount, seed) {
  const random = seededRandom(seed);
  const frames = [];
  for (let index = 0; index <= frameCount; index += 1) {
    const isOutlier = index === frameCount;
    const ev = isOutlier ? OUTLIER_EV : -0.5 + JITTER_EV * (frameCount === 1 ? 0 : (2 * index) / (frameCount - 1) - 1);
    const gains = [2 ** (CAST_STOPS * (2 * random() - 1)), 1, 2 ** (CAST_STOPS * (2 * random() - 1))].map((gain) => gain * 2 ** ev);
    const tables = gains.map((gain) => Float64Array.from({ length: 256 }, (_, level) => core.linearToSrgb(Math.min(1, gain * core.srgbToLinear(level / 255))) * 255));
    const data = Uint8Array.from(photo.data, (level, i) => Math.min(255, Math.max(0, Math.round(tables[i % 3][level] + NOISE_LEVELS * (2 * random() - 1)))));
    frames.push({ isOutlier, raster: { ...photo, data } });
  }
  return frames;
}
