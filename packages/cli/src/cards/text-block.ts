import { breakLines, cleanText } from './break-lines.js';
import { hasOutlines, measureLine, type OutlineFont, outlineLine } from './outline-fonts.js';
import { canDrawWithSystem, drawWithSystem, type TextPicture } from './system-text.js';

/** A size of letters, and how many lines it may take. */
export interface TextSize {
  readonly sizePixels: number;
  readonly maximumLines: number;
}

export interface TextStyle {
  /** The first that has every letter is taken, else the system's fonts. */
  readonly fonts: readonly OutlineFont[];
  /** From the largest on; the last cuts what it has no room for. */
  readonly sizes: readonly TextSize[];
  readonly color: string;
  /** Of the letters' size, from one baseline to the next. */
  readonly lineHeight: number;
}

/** A text ready to be put somewhere, its upper left corner at 0, 0. */
export type TextBlock = { readonly width: number; readonly height: number; readonly svgAt: (x: number, y: number) => string; readonly picture?: undefined } | (TextPicture & { readonly picture: Buffer });

/** A text drawn, or as much of it as there are letters for. */
export interface DrawnText {
  /** Absent for a text of which nothing can be shown. */
  readonly block?: TextBlock;
  /** What could not be drawn with the fonts of this package and of the system. */
  readonly missing?: 'all' | 'emoji';
}

/** Signs people put into names and few fonts have, with what joins and colours them. */
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u{e0020}-\u{e007f}]|\u{fe0f}|\u{200d}|\u{20e3}/gu;

/** From the upper edge of a line to its baseline, in letter sizes. */
const ASCENT = 0.8;

/**
 * Draws a text from strangers within a width: whole, or without its emoji, or not at all; never with boxes in the place of letters.
 */
export async function drawText(source: string, style: TextStyle, maximumWidth: number): Promise<DrawnText> {
  const text = cleanText(source);
  if (text === '') return {};
  const block = await drawWhole(text, style, maximumWidth);
  if (block !== undefined) return { block };
  const plain = cleanText(text.replace(EMOJI, ''));
  const plainBlock = plain === text || plain === '' ? undefined : await drawWhole(plain, style, maximumWidth);
  return plainBlock === undefined ? { missing: 'all' } : { block: plainBlock, missing: 'emoji' };
}

async function drawWhole(text: string, style: TextStyle, maximumWidth: number): Promise<TextBlock | undefined> {
  const font = style.fonts.find((candidate) => hasOutlines(candidate, text));
  if (font !== undefined) return outlineBlock(text, font, style, maximumWidth);
  if (!(await canDrawWithSystem(text))) return undefined;
  const { sizePixels, maximumLines } = style.sizes[style.sizes.length - 1];
  const drawn = await drawWithSystem(text, { sizePixels, color: style.color, maximumWidth, maximumHeight: sizePixels * 1.5 * maximumLines });
  return { ...drawn, picture: drawn.png };
}

function outlineBlock(text: string, font: OutlineFont, { sizes, color, lineHeight }: TextStyle, maximumWidth: number): TextBlock {
  const broken = sizes.map((size) => ({ ...size, ...breakLines(text, (line) => measureLine(font, line, size.sizePixels), maximumWidth, size.maximumLines) }));
  const { sizePixels, lines } = broken.find(({ isWhole }) => isWhole) ?? broken[broken.length - 1];
  const pitch = sizePixels * lineHeight;
  return {
    width: Math.max(...lines.map((line) => measureLine(font, line, sizePixels))),
    height: pitch * (lines.length - 1) + sizePixels,
    svgAt: (x, y) => `<path fill="${color}" d="${lines.map((line, index) => outlineLine(font, line, sizePixels, x, y + ASCENT * sizePixels + index * pitch)).join('')}"/>`,
  };
}
