import { type CancelSignal, type ProgressListener, throwIfCancelled } from '../cancel.js';
import type { Vector3 } from '../color/matrix3.js';
import { describeValue, InvalidArgumentError } from '../errors.js';
import { describeOperation } from '../recipe/describe-recipe.js';
import type { RecipeOperation } from '../recipe/recipe.js';
import { findMove } from './find-move.js';
import { groupScenes } from './group-scenes.js';
import type { ResultMove, ResultTone } from './measure-result.js';
import { judgeScene } from './judge-scene.js';
import type { SeriesPhoto } from './series-photo.js';

/** Share of the way that photos of a scene go by default. */
export const DEFAULT_SERIES_SHARE = 0.5;

/** A result nearer to its scene than this, in CIELAB, is at it: no eye tells them apart. */
const AT_CENTRE = 0.2;
export interface LockSeriesOptions {
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** Awaited between photos; give a macrotask here so that cancelling and drawing can happen. */
  readonly pause?: () => Promise<void>;
}

/** What the series does to one of its photos. */
export interface LockedPhoto {
  readonly name: string;
  /**
   * `moved` towards its scene; `unmoved`, for it is there, or the share is 0; `left-out`, for it departs too far from its scene;
   * `alone`: no other photo shows its scene.
   */
  readonly status: 'moved' | 'unmoved' | 'left-out' | 'alone';
  /** Number of its scene; absent for `alone`. */
  readonly scene?: number;
  /** Distance of its own result from the scene's middle, in CIELAB between means. */
  readonly departure: number;
  /** To go to the end of its recipe: `whiteBalance`, `exposure`, `levels`, as far as they are needed; none unless `moved`. */
  readonly operations: readonly RecipeOperation[];
  /** For people: `scene 1 (4 photos): brighter by 0.2 EV`. */
  readonly sentence: string;
}

/** Photos that show one scene, two at least. */
export interface SeriesScene {
  /** From 1, in the order of the first photos. */
  readonly number: number;
  /** Places in the list of photos, rising; those left out too. */
  readonly photos: readonly number[];
  readonly leftOut: readonly number[];
  /** Mean CIELAB of the results that were not left out, each component's median. */
  readonly centreLab: Readonly<Vector3>;
  /** Distance from the middle beyond which photos are left out. */
  readonly limit: number;
}

/** A series, decided; plain data. */
export interface SeriesLock {
  readonly share: number;
  readonly scenes: readonly SeriesScene[];
  /** One for each photo, in their order. */
  readonly photos: readonly LockedPhoto[];
}

/**
 * Draws the results of photos that show one scene together: each goes a share of the way to the median of its scene.
 *
 * @param photos - of one run, made of one recipe, from `describeSeriesPhoto`. What is found for a photo does not depend on their order.
 * @param share - 0 (each as it is on its own, bit for bit) .. 1 (all alike).
 * @throws {@link InvalidArgumentError} for a share out of range; the signal's reason when cancelled.
 */
export async function lockSeries(photos: readonly SeriesPhoto[], share: number, options: LockSeriesOptions = {}): Promise<SeriesLock> {
  if (!(share >= 0 && share <= 1)) throw new InvalidArgumentError(`share: ${describeValue(share)} (expected 0 to 1)`, { argument: 'share', value: share });
  const groups = await groupByName(photos, options);
  const scenes: SeriesScene[] = [];
  const locked = new Array<LockedPhoto>(photos.length);
  for (const group of groups) {
    if (group.length === 1) {
      const [alone] = group;
      locked[alone] = { name: photos[alone].name, status: 'alone', departure: 0, operations: [], sentence: 'no other photo of its scene' };
      continue;
    }
    const scene = judgeScene(group.map((index) => photos[index]));
    const number = scenes.length + 1;
    scenes.push({ number, photos: group, leftOut: group.filter((_, place) => scene.reasons[place] !== undefined), centreLab: scene.centre.meanLab, limit: scene.limit });
    for (const [place, index] of group.entries()) {
      throwIfCancelled(options.signal);
      locked[index] = lockPhoto(photos[index], { number, size: group.length, departure: scene.departures[place], reason: scene.reasons[place] }, scene.tones[place], scene.centre, share);
      await options.pause?.();
    }
  }
  return { share, scenes, photos: locked };
}

/** @returns groups of places in the list, found in the order of names, by which a scene's photos lie together whatever order they come in. */
async function groupByName(photos: readonly SeriesPhoto[], options: LockSeriesOptions): Promise<number[][]> {
  const byName = [...photos.keys()].sort((a, b) => (photos[a].name < photos[b].name ? -1 : photos[a].name > photos[b].name ? 1 : a - b));
  const groups = await groupScenes(byName.map((place) => photos[place].signature), options);
  return groups.map((group) => group.map((at) => byName[at]).sort((a, b) => a - b)).sort(([a], [b]) => a - b);
}

interface PlaceInScene {
  readonly number: number;
  readonly size: number;
  readonly departure: number;
  /** Why it is left out, in words. */
  readonly reason: string | undefined;
}

function lockPhoto(photo: SeriesPhoto, { number, size, departure, reason }: PlaceInScene, own: ResultTone, centre: ResultTone, share: number): LockedPhoto {
  const about = { name: photo.name, scene: number, departure: Math.round(departure * 100) / 100 };
  const title = `scene ${number} (${size} photos)`;
  if (reason !== undefined) return { ...about, status: 'left-out', operations: [], sentence: `${title}: left out, ${reason}` };
  const operations = share * departure < AT_CENTRE ? [] : operationsOf(findMove(photo, towards(own, centre, share)));
  if (operations.length === 0) return { ...about, status: 'unmoved', operations, sentence: `${title}: as it is` };
  return { ...about, status: 'moved', operations, sentence: `${title}: ${operations.map((entry) => describeOperation(entry)).join('; ')}` };
}

function operationsOf({ gains, exposureEv, gamma }: ResultMove): RecipeOperation[] {
  return [...(gains.every((gain) => gain === 1) ? [] : [{ op: 'whiteBalance', gains }]), ...(exposureEv === 0 ? [] : [{ op: 'exposure', ev: exposureEv }]), ...(gamma === 1 ? [] : [{ op: 'levels', gamma }])];
}

function towards(from: ResultTone, to: ResultTone, share: number): ResultTone {
  const between = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + share * (b[i] - value));
  const [lightness, a, b] = between(from.meanLab, to.meanLab);
  return { meanLab: [lightness, a, b], lightness: between(from.lightness, to.lightness) };
}
