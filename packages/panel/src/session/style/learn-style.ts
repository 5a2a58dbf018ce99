import { type Recipe, RetouchError } from '@openretouch/core';
import type { EmbeddedPhoto, Engine, EngineControl } from '@openretouch/core/worker';
import type { OwnStyle } from './own-style.js';

/** From here on the engine learns a style as a whole; fewer photos are a first idea. */
const LEAST_TO_LEARN = 5;

/** Learns a style from what was seen of its photos, from the first photo on. */
export async function learnOwnStyle(engine: Engine, { name, liked, disliked }: Pick<OwnStyle, 'name' | 'liked' | 'disliked'>, control: EngineControl): Promise<Recipe> {
  const [goods, bads] = [liked, disliked].map((photos) => photos.map(({ embedded }) => embedded));
  if (goods.length < LEAST_TO_LEARN) return firstIdea(engine, name, goods, control);
  try {
    return (await engine.learnStyle({ name, liked: goods, disliked: bads }, control)).recipe;
  } catch (error) {
    // Photos that are there twice count once.
    if (RetouchError.isInstance(error) && error.code === 'invalid-argument' && error.fields.argument === 'liked') return firstIdea(engine, name, goods, control);
    throw error;
  }
}

/** As a match to one photo that stands between them: what is style and what content cannot be told apart yet. */
async function firstIdea(engine: Engine, name: string, photos: readonly EmbeddedPhoto[], control: EngineControl): Promise<Recipe> {
  const [first] = photos;
  const vector = first.embedding.vector.map((_, i) => photos.reduce((sum, { embedding }) => sum + embedding.vector[i], 0) / photos.length);
  const recipe = await engine.matchStyle({ name, reference: { ...first, embedding: { ...first.embedding, vector } } }, control);
  const assets = Object.fromEntries(Object.entries(recipe.assets ?? {}).map(([key, asset]) => [key, asset.type === 'style' ? { ...asset, likedCount: photos.length } : asset]));
  return { ...recipe, assets };
}
