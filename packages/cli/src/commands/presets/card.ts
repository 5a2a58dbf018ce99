import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { HostError, InvalidArgumentError, writeLookCard } from '@openretouch/core';
import { makeCardPictures } from '../../cards/card-picture.js';
import { decodePhoto } from '../../files/decode-photo.js';
import { displayPath } from '../../files/photo.js';
import { writeOutput } from '../../files/write-output.js';
import { loadLook } from '../../looks/read-look.js';
import type { CommandContext } from '../context.js';

export interface CardOptions {
  readonly photo: string;
  readonly output: string;
  readonly isForced: boolean;
}

/** Writes a look card: a picture that shows a look on a photo and carries it. */
export async function writeCard(look: string, { photo, output, isForced }: CardOptions, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  if (extname(output).toLowerCase() !== '.png') throw new InvalidArgumentError(`-o ${displayPath(output)}: not the name of a PNG (expected one that ends in .png)`, { flag: '-o', value: output });
  if (!isForced && existsSync(output)) throw new HostError('exists', `${displayPath(output)}: exists already (expected a free name, or --force)`, { fields: { output } });
  // With it come fonts and what reads them, a twentieth of a second that no other command needs.
  const { CARD_WIDTH, renderCard } = await import('../../cards/render-card.js');
  const { recipe, notes: lookNotes } = await loadLook(look, 'look', context);
  const { raster, notes: photoNotes } = await decodePhoto(photo, { signal });
  const pictures = await makeCardPictures(raster, recipe, CARD_WIDTH, signal);
  const { png, notes: cardNotes } = await renderCard(pictures, recipe);
  const bytes = writeLookCard(png, recipe);
  signal.throwIfAborted();
  await writeOutput(output, bytes, { overwrite: isForced });
  const notes = [...lookNotes, ...photoNotes, ...pictures.plan.notes.map(({ message }) => message), ...cardNotes];
  reporter.line(`${output}: card of ${JSON.stringify(recipe.name)}, ${bytes.length} bytes`);
  for (const note of notes) reporter.line(`  ${note}`);
  reporter.result({ output, name: recipe.name, byteLength: bytes.length, notes });
}
