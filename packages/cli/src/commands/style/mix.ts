import { createStyle, lookNameOf, presetWriter } from '@openretouch/core';
import { readStyles } from '../../looks/read-style.js';
import { photosOfStyle, pointOfStyle } from '../../styles/style-point.js';
import type { CommandContext } from '../context.js';
import { aboutStyle, checkStyleOutput, type StyleMetadata, writeStyle } from './learn.js';

export interface MixOptions {
  /** Styles, each with a share or none with one: `golden:0.6`, `mine.retouch.json`. */
  readonly styles: readonly string[];
  readonly output: string;
  readonly isForced: boolean;
  readonly metadata: StyleMetadata;
}

/**
 * Makes one style whose taste lies between others, and writes it as a file.
 *
 * @throws EmbeddingSpaceError for styles of different spaces; what reading them throws.
 */
export async function mixStyles({ styles: texts, output, isForced, metadata }: MixOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  checkStyleOutput(output, isForced);
  const isShared = texts.some((text) => /:[^:/\\]*$/.test(text));
  const share = String(Number((1 / texts.length).toFixed(6)));
  const styles = await readStyles((isShared ? texts : texts.map((text) => `${text}:${share}`)).join(','), 'styles', context);
  const parts = styles.flatMap((style) => style.parts);
  const recipe = createStyle({ name: metadata.name ?? lookNameOf(output, [presetWriter]), preference: pointOfStyle({ parts }), ...photosOfStyle({ parts }), about: aboutStyle(metadata) });
  const byteLength = await writeStyle(output, recipe, isForced, signal);
  reporter.line(`${output}: ${JSON.stringify(recipe.name)}, between ${styles.map(({ source }) => source).join(' and ')}, ${byteLength} bytes`);
  for (const note of styles.flatMap(({ notes }) => notes)) reporter.line(`  ${note}`);
  reporter.result({ output, byteLength, recipe });
}
