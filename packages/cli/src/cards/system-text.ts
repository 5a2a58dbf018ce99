import { sharp } from '../files/sharp.js';
import { firstGraphemes } from './break-lines.js';

/*
 * Maintainer notes: scripts that the fonts of this package lack are drawn by Pango, inside sharp, with the fonts of the system. It does
 * not say what it had no letter for: it draws a box with the code point in it. Such boxes are told by drawing a code point that no
 * font has: same size, same upper, lower and right edge. Without any font every letter is the same box, Latin ones too.
 */

/** Never assigned, four and five digits in their box. */
const UNASSIGNED = '\u0378';
const UNASSIGNED_WIDE = '\u{1fffe}';
const PROBE_SIZE = 40;

/** A text as a picture with alpha, in its ink's bounds. */
export interface TextPicture {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** @returns whether the system's fonts have every letter of a text. */
export async function canDrawWithSystem(text: string): Promise<boolean> {
  const visible = new Set([...text].filter((character) => !/[\s\p{Default_Ignorable_Code_Point}]/u.test(character)));
  const boxes = [await drawProbe(UNASSIGNED), await drawProbe(UNASSIGNED_WIDE)];
  for (const character of visible) {
    const drawn = await drawProbe(character);
    if (drawn === undefined || boxes.some((box) => box !== undefined && haveSameEdges(drawn, box))) return false;
  }
  return true;
}

/**
 * Draws a text in as many lines as it takes.
 *
 * @param maximumHeight - in pixels; longer texts are cut and end in an ellipsis.
 */
export async function drawWithSystem(text: string, style: { sizePixels: number; color: string; maximumWidth: number; maximumHeight: number }): Promise<TextPicture> {
  const count = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length;
  const draw = (length: number): Promise<TextPicture> => drawMarkup(firstGraphemes(text, length), style);
  const whole = await draw(count);
  if (whole.height <= style.maximumHeight) return whole;
  // Between a length that fits and one that does not.
  let [fitting, failing] = [1, count];
  while (failing - fitting > 1) {
    const middle = Math.floor((fitting + failing) / 2);
    if ((await draw(middle)).height <= style.maximumHeight) fitting = middle;
    else failing = middle;
  }
  return draw(fitting);
}

async function drawMarkup(text: string, { sizePixels, color, maximumWidth }: { sizePixels: number; color: string; maximumWidth: number }): Promise<TextPicture> {
  const markup = `<span foreground="${color}">${escapeMarkup(text)}</span>`;
  const { data, info } = await sharp({ text: { text: markup, font: `sans ${sizePixels}`, dpi: 72, rgba: true, width: Math.floor(maximumWidth), wrap: 'word-char' } })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

/** Pango reads its text as markup; a name is text and nothing else. */
function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

interface Probe {
  readonly alpha: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function drawProbe(character: string): Promise<Probe | undefined> {
  try {
    const picture = sharp({ text: { text: escapeMarkup(character), font: `sans ${PROBE_SIZE}`, dpi: 72, rgba: true } });
    const { data, info } = await picture.extractChannel(3).raw().toBuffer({ resolveWithObject: true });
    return { alpha: data, width: info.width, height: info.height };
  } catch {
    // Nothing visible was drawn.
    return undefined;
  }
}

function haveSameEdges(a: Probe, b: Probe): boolean {
  if (a.width !== b.width || a.height !== b.height) return false;
  const { width, height } = a;
  const isSame = (x: number, y: number): boolean => a.alpha[y * width + x] === b.alpha[y * width + x];
  for (let x = 0; x < width; x += 1) if (!isSame(x, 0) || !isSame(x, height - 1)) return false;
  for (let y = 0; y < height; y += 1) if (!isSame(width - 1, y)) return false;
  return true;
}
