import { isSamePhoto, type StyleVector, type Thumbnail, thumbnailOf } from '@openretouch/core';
import type { Decider } from '../models/open-decider.js';
import { embedPhotoFile } from './embed-photo-file.js';

/** A photo that shows what another one shows. */
export interface DuplicatePhoto {
  readonly path: string;
  readonly original: string;
}

/** What photos of one kind, liked or disliked, came to. */
export interface EmbeddedSet {
  readonly embeddings: readonly StyleVector[];
  readonly used: readonly { readonly path: string; readonly thumbnail: Thumbnail }[];
  readonly duplicates: readonly DuplicatePhoto[];
  readonly failures: readonly { readonly path: string; readonly error: unknown }[];
  /** One sentence each, led by the file. */
  readonly notes: readonly string[];
}

export interface EmbedSetOptions {
  readonly signal: AbortSignal;
  /** Called after each photo. */
  readonly onPhoto: (path: string) => void;
}

/** Sees the styles of photos, one after the other; one that cannot be read does not stop the others, one that is there twice counts once. */
export async function embedSet(paths: readonly string[], embedder: Pick<Decider, 'embedPhoto'>, { signal, onPhoto }: EmbedSetOptions): Promise<EmbeddedSet> {
  const embeddings: StyleVector[] = [];
  const used: { path: string; thumbnail: Thumbnail }[] = [];
  const duplicates: DuplicatePhoto[] = [];
  const failures: { path: string; error: unknown }[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      const photo = await embedPhotoFile(path, embedder, signal);
      const thumbnail = thumbnailOf(photo.copy);
      const original = used.find((one) => isSamePhoto(one.thumbnail, thumbnail));
      if (original === undefined) {
        embeddings.push(photo.embedding);
        used.push({ path, thumbnail });
        notes.push(...photo.notes.map((note) => `${path}: ${note}`));
      } else {
        duplicates.push({ path, original: original.path });
      }
    } catch (error) {
      signal.throwIfAborted();
      failures.push({ path, error });
    }
    onPhoto(path);
  }
  return { embeddings, used, duplicates, failures, notes };
}
