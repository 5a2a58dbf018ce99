import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createStyle, DISLIKED_PHOTO_COUNT, HostError, InvalidArgumentError, InvalidFileError, isSamePhoto, learnPreference, LIKED_PHOTO_COUNT, lookNameOf, measureReadiness, presetWriter, type Recipe } from '@openretouch/core';
import { displayPath } from '../../files/photo.js';
import { writeOutput } from '../../files/write-output.js';
import { openEmbedder } from '../../models/open-decider.js';
import { errorFields } from '../../report.js';
import { type EmbeddedSet, embedSet } from '../../styles/embed-set.js';
import { builtInStyles } from '../../styles/built-in-styles.js';
import type { CommandContext } from '../context.js';
import { listInputs, reportLeftOut } from '../list-inputs.js';

/** What a style file says about itself that a flag can set. */
export interface StyleMetadata {
  readonly name?: string;
  readonly description?: string;
  readonly author?: string;
  readonly licence?: string;
}

export interface LearnOptions {
  readonly liked: readonly string[];
  readonly disliked: readonly string[];
  readonly output: string;
  readonly isForced: boolean;
  readonly metadata: StyleMetadata;
  /** The model that is to retouch by the style; without it, the shipped one. */
  readonly model?: string;
}

const EXTENSION = '.retouch.json';

/**
 * Learns a style from photos and writes it as a file.
 *
 * @returns how many photos could not be used because they were not read.
 * @throws InvalidArgumentError for too few or too many photos, or one that is both liked and disliked; InvalidFileError where too few are
 * readable.
 */
export async function learnStyle(options: LearnOptions, context: CommandContext): Promise<number> {
  const { reporter, signal, modelsFolder } = context;
  const { model } = options;
  checkStyleOutput(options.output, options.isForced);
  const liked = await listSet(options.liked, 'liked', LIKED_PHOTO_COUNT, context);
  const disliked = options.disliked.length === 0 ? [] : await listSet(options.disliked, 'disliked', DISLIKED_PHOTO_COUNT, context);
  const embedder = await openEmbedder(modelsFolder, model);
  let done = 0;
  const onPhoto = (): void => {
    done += 1;
    reporter.progress(`${done} of ${liked.length + disliked.length} photos`);
  };
  let sets: readonly [EmbeddedSet, EmbeddedSet];
  try {
    sets = [await embedSet(liked, embedder, { signal, onPhoto }), await embedSet(disliked, embedder, { signal, onPhoto })];
  } finally {
    reporter.progress('');
    await embedder.dispose();
  }
  const [goods, bads] = sets;
  for (const set of sets) reportSet(set, reporter);
  requireDifferent(goods, bads);
  requireCount(goods, 'liked', LIKED_PHOTO_COUNT[0]);
  if (disliked.length > 0) requireCount(bads, 'disliked', DISLIKED_PHOTO_COUNT[0]);
  // Told by how far known styles lie apart, and of a model of the user's none are known.
  const readiness = model === undefined ? measureReadiness(goods.embeddings, builtInStyles()) : undefined;
  const recipe = createStyle({
    name: options.metadata.name ?? lookNameOf(options.output, [presetWriter]),
    preference: learnPreference(goods.embeddings, bads.embeddings),
    likedCount: goods.embeddings.length,
    dislikedCount: bads.embeddings.length,
    ...(readiness === undefined ? {} : { consistency: readiness.consistency }),
    ...(model === undefined ? {} : { model }),
    about: aboutStyle(options.metadata),
  });
  const byteLength = await writeStyle(options.output, recipe, options.isForced, signal);
  reporter.line(`${options.output}: ${JSON.stringify(recipe.name)}, learned from ${goods.embeddings.length} liked${bads.embeddings.length === 0 ? '' : ` and ${bads.embeddings.length} disliked`} photos, ${byteLength} bytes without any picture`);
  reporter.line(`  ${readiness?.sentence ?? `How ready it is cannot be told: no styles of ${model} are known to compare with.`}`);
  const failures = sets.flatMap((set) => set.failures);
  reporter.result({ output: options.output, byteLength, recipe, ...(readiness === undefined ? {} : { readiness }), duplicates: sets.flatMap(({ duplicates }) => duplicates), failures: failures.map(({ path, error }) => ({ path, error: errorFields(error) })) });
  return failures.length;
}

/** @throws InvalidArgumentError for a name that is not that of a style file; HostError `exists`. */
export function checkStyleOutput(output: string, isForced: boolean): void {
  const name = displayPath(output);
  if (!output.toLowerCase().endsWith(EXTENSION)) throw new InvalidArgumentError(`-o ${name}: not the name of a style file (expected one that ends in ${EXTENSION})`, { flag: '-o', value: output });
  if (!isForced && existsSync(output)) throw new HostError('exists', `${name}: exists already (expected a free name, or --force)`, { fields: { output } });
}

/** @returns the size of the file. */
export async function writeStyle(output: string, recipe: Recipe, isForced: boolean, signal: AbortSignal): Promise<number> {
  const { bytes } = await presetWriter.write({ recipe, notes: [] }, { signal });
  signal.throwIfAborted();
  await writeOutput(output, bytes, { overwrite: isForced });
  return bytes.length;
}

/** @returns what a new style file says about itself beside its name. */
export function aboutStyle({ name: _, ...metadata }: StyleMetadata): Pick<Recipe, 'id' | 'created' | 'author' | 'licence' | 'description'> {
  return { id: randomUUID(), ...metadata, created: new Date().toISOString().replace(/\.\d+/, '') };
}

/** Counted before anything is read: reading takes seconds. */
async function listSet(paths: readonly string[], kind: string, [minimum, maximum]: readonly [number, number], { reporter, signal }: CommandContext): Promise<string[]> {
  const { photos, leftOut } = await listInputs(paths, signal);
  reportLeftOut(leftOut, reporter);
  if (photos.length >= minimum && photos.length <= maximum) return photos.map(({ path }) => path);
  const advice = photos.length < minimum && kind === 'liked' ? ': the style of fewer cannot be told from what they show; style match takes one photo' : '';
  throw new InvalidArgumentError(`${kind}: ${photos.length} ${photos.length === 1 ? 'photo' : 'photos'} (expected ${minimum} to ${maximum}${advice})`, { argument: kind, value: photos.length, minimum, maximum });
}

function reportSet({ duplicates, failures, notes }: EmbeddedSet, reporter: CommandContext['reporter']): void {
  for (const note of notes) reporter.line(note);
  for (const { path, original } of duplicates) reporter.line(`left out: ${path} shows the same as ${original}`);
  for (const { error } of failures) reporter.error(error);
}

function requireDifferent(liked: EmbeddedSet, disliked: EmbeddedSet): void {
  for (const bad of disliked.used) {
    const good = liked.used.find(({ thumbnail }) => isSamePhoto(thumbnail, bad.thumbnail));
    if (good !== undefined) throw new InvalidArgumentError(`${displayPath(bad.path)}: disliked, and the same as ${displayPath(good.path)}, which is liked (expected each photo in one of the two)`, { argument: '--disliked', value: bad.path });
  }
}

function requireCount({ embeddings, duplicates, failures }: EmbeddedSet, kind: string, minimum: number): void {
  if (embeddings.length >= minimum) return;
  const total = embeddings.length + duplicates.length + failures.length;
  throw new InvalidFileError(`${kind}: ${embeddings.length} of ${total} photos can be used (expected at least ${minimum})`, { argument: kind, value: embeddings.length, minimum }, { code: 'too-few-photos' });
}
