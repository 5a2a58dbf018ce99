import { manifest } from '@openretouch/models';
import type { CommandContext } from '../context.js';

/** Prints the built-in styles, a line each. */
export function listStyles({ reporter }: CommandContext): void {
  const { embedding, styles } = manifest.styles;
  const width = Math.max(...styles.map(({ id }) => id.length));
  for (const { id, name, description } of styles) reporter.line(`  ${id.padEnd(width)}  ${name}: ${description}`);
  reporter.result({ embedding, styles: styles.map(({ id, name, description }) => ({ id, name, description })) });
}
