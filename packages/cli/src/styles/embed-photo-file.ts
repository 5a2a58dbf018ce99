import { analyse, type Analysis, type StyleVector } from '@openretouch/core';
import { decodePhoto } from '../files/decode-photo.js';
import type { Decider } from '../models/open-decider.js';

/** A photo of a file as the model sees its style. */
export interface EmbeddedPhoto {
  readonly path: string;
  readonly embedding: StyleVector;
  /** To find photos that are there twice. */
  readonly copy: Analysis['copy'];
  /** One sentence each. */
  readonly notes: readonly string[];
}

/** Twice the side of the small copy: its pixels are averages of at least four, as of a photo of full size. */
const DECODED_SIDE = 1024;

/**
 * Sees the style of a photo; it is decoded no larger than that takes.
 *
 * @throws InvalidFileError and UnsupportedFormatError for a file that is not read; InvalidArgumentError for a photo of one colour; the
 * signal's reason.
 */
export async function embedPhotoFile(path: string, embedder: Pick<Decider, 'embedPhoto'>, signal?: AbortSignal): Promise<EmbeddedPhoto> {
  const withSignal = signal === undefined ? {} : { signal };
  const { raster, notes } = await decodePhoto(path, { maximumSide: DECODED_SIDE, ...withSignal });
  const { copy, sample } = analyse(raster, withSignal);
  return { path, copy, notes, embedding: await embedder.embedPhoto({ copy, sample }, withSignal) };
}
