import { lookNameOf, matchReference, presetWriter } from '@openretouch/core';
import { openEmbedder } from '../../models/open-decider.js';
import { embedPhotoFile } from '../../styles/embed-photo-file.js';
import type { CommandContext } from '../context.js';
import { aboutStyle, checkStyleOutput, type StyleMetadata, writeStyle } from './learn.js';

export interface MatchFileOptions {
  readonly reference: string;
  readonly output: string;
  readonly strength?: number;
  readonly isForced: boolean;
  /** The model that is to retouch by the style; without it, the shipped one. */
  readonly model?: string;
  readonly metadata: StyleMetadata;
}

/** Makes a style of one reference photo, and writes it as a file. */
export async function matchStyle({ reference, output, strength, isForced, metadata, model }: MatchFileOptions, { reporter, signal, modelsFolder }: CommandContext): Promise<void> {
  checkStyleOutput(output, isForced);
  const embedder = await openEmbedder(modelsFolder, model);
  try {
    const { embedding, notes } = await embedPhotoFile(reference, embedder, signal);
    const recipe = matchReference(embedding, { name: metadata.name ?? lookNameOf(output, [presetWriter]), about: aboutStyle(metadata), ...(strength === undefined ? {} : { strength }), ...(model === undefined ? {} : { model }) });
    const byteLength = await writeStyle(output, recipe, isForced, signal);
    reporter.line(`${output}: ${JSON.stringify(recipe.name)}, after ${reference}, ${byteLength} bytes without any picture`);
    reporter.line('  Rough: of one photo, style and content cannot be told apart; style learn takes five photos or more.');
    for (const note of notes) reporter.line(`  ${note}`);
    reporter.result({ output, byteLength, recipe, notes });
  } finally {
    await embedder.dispose();
  }
}
