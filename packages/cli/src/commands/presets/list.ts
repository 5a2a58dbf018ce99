import { PRESETS } from '@openretouch/core';
import type { CommandContext } from '../context.js';

/** Prints the built-in looks below the title of their group, a line each: id, and the first sentence about it. */
export function listPresets({ reporter }: CommandContext): void {
  const width = Math.max(...PRESETS.map(({ id }) => id.length));
  for (const group of new Set(PRESETS.map((preset) => preset.group))) {
    reporter.line(group);
    for (const { id, description } of PRESETS.filter((preset) => preset.group === group)) reporter.line(`  ${id.padEnd(width)}  ${firstSentence(description)}`);
  }
  reporter.result(PRESETS.map(({ id, title, group, description }) => ({ id, title, group, description })));
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
