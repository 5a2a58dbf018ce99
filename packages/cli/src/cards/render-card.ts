import type { Raster, Recipe } from '@openretouch/core';
import type { OverlayOptions } from 'sharp';
import { sharp } from '../files/sharp.js';
import type { CardPictures } from './card-picture.js';
import { DISPLAY_FONT, TEXT_FONT } from './outline-fonts.js';
import { drawText, type TextBlock, type TextStyle } from './text-block.js';

/** Pixels; what phones show without scaling, and the width most feeds keep. */
export const CARD_WIDTH = 1080;
const MARGIN = 56;
const PAPER = '#f6f3ee';
const INK = '#1d1b19';
const FAINT = '#7d756c';

const NAME: TextStyle = { fonts: [DISPLAY_FONT, TEXT_FONT], sizes: [{ sizePixels: 104, maximumLines: 1 }, { sizePixels: 84, maximumLines: 1 }, { sizePixels: 66, maximumLines: 2 }], color: INK, lineHeight: 1.02 };
const DESCRIPTION: TextStyle = { fonts: [TEXT_FONT], sizes: [{ sizePixels: 30, maximumLines: 2 }, { sizePixels: 27, maximumLines: 3 }], color: FAINT, lineHeight: 1.42 };
const AUTHOR: TextStyle = { fonts: [TEXT_FONT], sizes: [{ sizePixels: 26, maximumLines: 1 }], color: INK, lineHeight: 1 };
const SMALL: TextStyle = { fonts: [TEXT_FONT], sizes: [{ sizePixels: 26, maximumLines: 1 }], color: FAINT, lineHeight: 1 };
const LABEL: TextStyle = { fonts: [TEXT_FONT], sizes: [{ sizePixels: 24, maximumLines: 1 }], color: '#ffffff', lineHeight: 1 };

/** A card's pixels and what could not be put on it. */
export interface RenderedCard {
  readonly png: Uint8Array;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/**
 * Draws a look card: the photo, its left half as it was and its right half with the look, and below it the look's name, description
 * and author. Texts are drawn as outlines or pictures: whatever they say, they are only looked at.
 */
export async function renderCard({ before, after }: CardPictures, { name, description = '', author = '' }: Pick<Recipe, 'name' | 'description' | 'author'>): Promise<RenderedCard> {
  const notes: string[] = [];
  const draw = async (what: string, text: string, style: TextStyle, width: number): Promise<TextBlock | undefined> => {
    const { block, missing } = await drawText(text, style, width);
    if (missing !== undefined) notes.push(`${missing === 'all' ? `the ${what} is` : `the emoji of the ${what} are`} not on the picture: no font for ${missing === 'all' ? 'its letters' : 'them'} on this machine; the card carries the whole`);
    return block;
  };
  const room = CARD_WIDTH - 2 * MARGIN;
  const canvas = new Canvas();
  let y = before.height + MARGIN - 6;
  const title = await draw('name', name, NAME, room);
  if (title !== undefined) y = canvas.put(title, MARGIN, y) + 30;
  const subtitle = await draw('description', description, DESCRIPTION, room);
  if (subtitle !== undefined) y = canvas.put(subtitle, MARGIN, y) + 44;
  const sender = await draw('author', author === '' ? '' : `by ${author}`, AUTHOR, room / 2);
  const mark = await draw('hint', 'OpenRetouch look inside', SMALL, room / 2);
  if (sender !== undefined) canvas.put(sender, MARGIN, y);
  if (mark !== undefined) {
    canvas.put(mark, CARD_WIDTH - MARGIN - mark.width, y);
    canvas.add(drawHalves(CARD_WIDTH - MARGIN - mark.width - 40, y + 1));
  }
  const height = Math.round(y + 26 + MARGIN - 8);
  canvas.add(await drawLabels(before.height));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_WIDTH}" height="${height}">${canvas.svg}</svg>`;
  const half = Math.round(CARD_WIDTH / 2);
  const png = await sharp({ create: { width: CARD_WIDTH, height, channels: 3, background: PAPER } })
    .composite([asOverlay(after), await leftPart(before, half), ...canvas.pictures, { input: Buffer.from(svg), left: 0, top: 0 }])
    .removeAlpha()
    .png()
    .toBuffer();
  return { png, notes };
}

/** What is drawn over the paper: shapes as SVG, texts of the system's fonts as pictures. */
class Canvas {
  svg = '';
  readonly pictures: OverlayOptions[] = [];

  add(svg: string): void {
    this.svg += svg;
  }

  /** @returns where the block ends. */
  put(block: TextBlock, x: number, y: number): number {
    if (block.picture === undefined) this.add(block.svgAt(x, y));
    else this.pictures.push({ input: block.picture, left: Math.round(x), top: Math.round(y) });
    return y + block.height;
  }
}

/** The line between the halves and the two words on it. */
async function drawLabels(pictureHeight: number): Promise<string> {
  const middle = CARD_WIDTH / 2;
  const y = pictureHeight - 66;
  const [before, after] = await Promise.all(['Before', 'After'].map(async (word) => (await drawText(word, LABEL, middle)).block as TextBlock));
  const chip = (block: TextBlock, x: number): string => {
    const background = `<rect x="${x - 20}" y="${y - 10}" width="${block.width + 40}" height="44" rx="22" fill="#000000" fill-opacity="0.42"/>`;
    return background + (block.picture === undefined ? block.svgAt(x, y) : '');
  };
  const line = `<rect x="${middle - 1.5}" y="0" width="3" height="${pictureHeight}" fill="#ffffff" fill-opacity="0.92"/>`;
  return line + chip(before, 52) + chip(after, CARD_WIDTH - 52 - after.width);
}

/** The sign of a card: a circle of which one half is filled. */
function drawHalves(x: number, y: number): string {
  const radius = 11;
  return `<circle cx="${x + radius}" cy="${y + radius}" r="${radius - 1}" fill="none" stroke="${FAINT}" stroke-width="2.5"/><path d="M${x + radius} ${y}a${radius} ${radius} 0 0 1 0 ${2 * radius}z" fill="${FAINT}"/>`;
}

function asOverlay({ data, width, height }: Raster): OverlayOptions {
  return { input: Buffer.from(data.buffer, data.byteOffset, data.byteLength), raw: { width, height, channels: 3 }, left: 0, top: 0 };
}

async function leftPart({ data, width, height }: Raster, partWidth: number): Promise<OverlayOptions> {
  const part = await sharp(data as Uint8Array, { raw: { width, height, channels: 3 } }).extract({ left: 0, top: 0, width: partWidth, height }).png({ compressionLevel: 0 }).toBuffer();
  return { input: part, left: 0, top: 0 };
}
