import { basename, extname } from 'node:path';
import { matchReference } from '@openretouch/core';
import { displayPath } from '../files/photo.js';
import { type NamedStyle, styleOfRecipe } from '../looks/read-style.js';
import { openEmbedder } from '../models/open-decider.js';
import { embedPhotoFile } from './embed-photo-file.js';

/** What a match needs besides the photo. */
export interface MatchSources {
  readonly signal?: AbortSignal;
  readonly modelsFolder?: string;
}

/** @returns the style of one photo; what reading the photo and running the model throws. */
export async function matchPhoto(path: string, { signal, modelsFolder }: MatchSources): Promise<NamedStyle> {
  const embedder = await openEmbedder(modelsFolder);
  try {
    const { embedding, notes } = await embedPhotoFile(path, embedder, signal);
    const name = basename(path, extname(path));
    return styleOfRecipe(matchReference(embedding, { name }), displayPath(path), name, notes);
  } finally {
    await embedder.dispose();
  }
}
