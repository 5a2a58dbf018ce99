import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type PathCommand } from 'opentype.js';

/*
 * Maintainer notes: cards must look the same on a machine without fonts, so letters are drawn as outlines of fonts that come with this
 * package (SIL Open Font License 1.1, their LICENSE files beside them). opentype.js reads the WOFF files and gives glyphs and kerning; its
 * text shaping is not used, because it stops at substitutions it does not know, and the scripts of these fonts need none.
 */

const SCRIPTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese'] as const;
const { resolve } = createRequire(import.meta.url);

/** One style of a family; its letters are spread over several files, one a script. */
export interface OutlineFont {
  readonly files: readonly string[];
  fonts?: readonly Font[];
}

/** Large names: Latin letters. */
export const DISPLAY_FONT: OutlineFont = { files: ['latin', 'latin-ext'].map((script) => `@fontsource/instrument-serif/files/instrument-serif-${script}-400-normal.woff`) };
/** Everything else, and names in letters that the first has not: Latin, Cyrillic, Greek. */
export const TEXT_FONT: OutlineFont = { files: SCRIPTS.map((script) => `@fontsource/manrope/files/manrope-${script}-500-normal.woff`) };

/** @returns whether every letter of a text has an outline. */
export function hasOutlines(font: OutlineFont, text: string): boolean {
  return [...text].every((character) => findGlyph(font, character) !== undefined);
}

/** @returns the advance of a line of text in pixels. */
export function measureLine(font: OutlineFont, text: string, sizePixels: number): number {
  return placeGlyphs(font, text, sizePixels).width;
}

/**
 * Draws a line of text.
 *
 * @param x - of its start.
 * @param y - of its baseline.
 * @returns the data of an SVG path: numbers and letters alone, whatever the text was.
 */
export function outlineLine(font: OutlineFont, text: string, sizePixels: number, x: number, y: number): string {
  const { glyphs } = placeGlyphs(font, text, sizePixels);
  return glyphs.flatMap(({ glyph, offset }) => glyph.getPath(x + offset, y, sizePixels).commands.map(writeCommand)).join('');
}

/** opentype.js 2.0.0 can write path data itself, in which some coordinates come out as NaN. */
function writeCommand(command: PathCommand): string {
  const point = (x: number, y: number): string => `${x.toFixed(2)} ${y.toFixed(2)} `;
  switch (command.type) {
    case 'M':
    case 'L':
      return command.type + point(command.x, command.y);
    case 'Q':
      return `Q${point(command.x1, command.y1)}${point(command.x, command.y)}`;
    case 'C':
      return `C${point(command.x1, command.y1)}${point(command.x2, command.y2)}${point(command.x, command.y)}`;
    case 'Z':
      return 'Z';
  }
}

interface PlacedGlyph {
  readonly glyph: ReturnType<Font['charToGlyph']>;
  readonly offset: number;
}

function placeGlyphs(font: OutlineFont, text: string, sizePixels: number): { readonly glyphs: readonly PlacedGlyph[]; readonly width: number } {
  const glyphs: PlacedGlyph[] = [];
  let offset = 0;
  let previous: ReturnType<typeof findGlyph>;
  for (const character of text) {
    const found = findGlyph(font, character);
    if (found === undefined) continue;
    const scale = sizePixels / found.font.unitsPerEm;
    if (previous?.font === found.font) offset += found.font.getKerningValue(previous.glyph, found.glyph) * scale;
    glyphs.push({ glyph: found.glyph, offset });
    offset += (found.glyph.advanceWidth ?? 0) * scale;
    previous = found;
  }
  return { glyphs, width: offset };
}

function findGlyph(font: OutlineFont, character: string) {
  const found = load(font).find((candidate) => candidate.charToGlyphIndex(character) > 0);
  return found === undefined ? undefined : { font: found, glyph: found.charToGlyph(character) };
}

function load(font: OutlineFont): readonly Font[] {
  font.fonts ??= font.files.map((file) => {
    const bytes = readFileSync(resolve(file));
    return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  });
  return font.fonts;
}
