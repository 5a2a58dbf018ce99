import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../packages/panel/src/styles/tokens.css', import.meta.url)), 'utf8');
const THEMES = ['neutral-dark', 'neutral-light', 'figma-light', 'figma-dark', 'photopea', 'photoshop-dark'];

/** @returns the colours of a theme, its own and those it shares. */
function coloursOf(theme: string): Record<string, string> {
  const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(([, selector]) => selector.includes(`"${theme}"`));
  return Object.fromEntries(blocks.flatMap(([, , body]) => [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map(([, name, value]) => [name, value])));
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: readonly (readonly [string, string])[] = [
  ...['text', 'text-2', 'text-3'].flatMap((text) => ['bg', 'bg-raised', 'field', 'bg-hover', 'plot'].map((surface) => [text, surface] as const)),
  ['accent-text', 'bg'], ['accent-text', 'accent-soft'], ['on-accent', 'accent'], ['warn', 'warn-soft'], ['danger', 'danger-soft'], ['ok', 'bg'],
];
const GRAPHICS: readonly (readonly [string, string])[] = [['track', 'bg'], ['focus', 'bg'], ['line-strong', 'bg']];

describe.each(THEMES)('the theme %s', (theme) => {
  const colours = coloursOf(theme);

  it.each(TEXT)('lets %s be read on %s', (text, surface) => {
    expect(contrast(colours[text], colours[surface])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GRAPHICS)('lets %s be seen on %s', (mark, surface) => {
    expect(contrast(colours[mark], colours[surface])).toBeGreaterThanOrEqual(3);
  });
});
