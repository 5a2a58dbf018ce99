import { InvalidArgumentError, MaskError, type Recipe, SELECTION_SLOT } from '@openretouch/core';
import { identifyFormat } from '@openretouch/core/photo-file';
import { readFileBytes } from '../files/read-file-bytes.js';

/** Mask files by slot; the slot `selection` limits the whole result. */
export type MaskFiles = Readonly<Record<string, string>>;

/**
 * Reads the values of `--mask`: `path` alone limits the whole result; `slot=path` fills a slot. A path with `=` in it is
 * written `./path`.
 *
 * @throws InvalidArgumentError for two masks in one slot.
 */
export function parseMasks(values: readonly string[] = []): MaskFiles {
  const masks = new Map<string, string>();
  for (const value of values) {
    const match = /^([A-Za-z][A-Za-z0-9_-]*)=(.+)$/s.exec(value);
    const [slot, path] = match === null ? [SELECTION_SLOT, value] : [match[1], match[2]];
    if (masks.has(slot)) throw new InvalidArgumentError(`--mask: two masks ${slot === SELECTION_SLOT ? 'for the whole result' : `for the slot "${slot}"`} (expected one)`, { flag: '--mask', value });
    masks.set(slot, path);
  }
  return Object.fromEntries(masks);
}

/**
 * Checks masks before any photo is read: every slot the recipe needs is filled, every mask given is used and is a picture.
 *
 * @throws MaskError, InvalidArgumentError; InvalidFileError and UnsupportedFormatError for the files.
 */
export async function checkMasks(masks: MaskFiles, recipe: Recipe): Promise<void> {
  const wanted = recipe.operations.filter(({ enabled }) => enabled !== false).flatMap(({ mask }) => (mask === undefined ? [] : [mask]));
  const slots = [...new Set(wanted.map(({ slot }) => slot))];
  for (const slot of Object.keys(masks)) {
    if (slot === SELECTION_SLOT || slots.includes(slot)) continue;
    const names = slots.length > 0 ? `${slots.map((name) => `${name}=path`).join(', ')}, or a path alone for the whole result` : 'a path alone for the whole result: the recipe names no slot';
    throw new InvalidArgumentError(`--mask ${slot}=...: no operation has the slot "${slot}" (expected ${names})`, { flag: '--mask', value: slot, slots });
  }
  const missing = wanted.find(({ slot, optional }) => optional !== true && !Object.hasOwn(masks, slot));
  if (missing !== undefined) throw new MaskError('missing-mask', `--mask: none for the slot "${missing.slot}" of the recipe (expected --mask ${missing.slot}=path)`, { slot: missing.slot });
  for (const path of Object.values(masks)) identifyFormat(await readFileBytes(path), path);
}
