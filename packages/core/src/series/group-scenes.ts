import { type CancelSignal, type ProgressListener, throwIfCancelled } from '../cancel.js';
import type { SceneSignature } from './scene-signature.js';
import { areAlike, listWindowForms, prepareScene } from './scene-windows.js';

/** Likeness from which two photos show one scene. */
const SAME_SCENE = 0.8;
/** Photos that lie further apart in the list show different scenes: what looks alike a thousand photos later is another visit. */
const REACH = 500;

export interface GroupOptions {
  readonly signal?: CancelSignal;
  readonly onProgress?: ProgressListener;
  /** Awaited between photos; give a macrotask here so that cancelling and drawing can happen. */
  readonly pause?: () => Promise<void>;
}

/**
 * Puts photos of one scene together: the photo that most others are like is taken with them, then the next of those left.
 *
 * @param signatures - in the order of names or times, which puts photos of one scene near one another.
 * @returns groups of places in the list, the smallest first; every photo is in exactly one. Which photos are together does not
 * depend on the order of a list of up to 500.
 * @remarks Each member is like the group's middle, so a scene cannot wander from photo to photo into another one. Photos are compared within
 * 500 places, so the time grows with their number and not with its square.
 * @see D. Butina, "Unsupervised Data Base Clustering Based on Daylight's Fingerprint and Tanimoto Similarity", 1999.
 */
export async function groupScenes(signatures: readonly SceneSignature[], { signal, onProgress, pause }: GroupOptions = {}): Promise<number[][]> {
  const forms = listWindowForms();
  const windows = signatures.map((signature) => prepareScene(signature, forms));
  const neighbours: number[][] = signatures.map(() => []);
  for (let one = 0; one < windows.length; one += 1) {
    throwIfCancelled(signal);
    for (let other = Math.max(0, one - REACH); other < one; other += 1) {
      if (!areAlike(windows[one], windows[other], SAME_SCENE, forms)) continue;
      neighbours[one].push(other);
      neighbours[other].push(one);
    }
    onProgress?.((one + 1) / windows.length);
    await pause?.();
  }
  const bySize = [...signatures.keys()].sort((a, b) => neighbours[b].length - neighbours[a].length || compareNumbers(signatures[a], signatures[b]));
  const isTaken = new Array<boolean>(signatures.length).fill(false);
  const groups: number[][] = [];
  for (const middle of bySize) {
    if (isTaken[middle]) continue;
    const group = [middle, ...neighbours[middle].filter((index) => !isTaken[index])].sort((a, b) => a - b);
    for (const index of group) isTaken[index] = true;
    groups.push(group);
  }
  return groups.sort(([a], [b]) => a - b);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : a[at] - b[at];
}
