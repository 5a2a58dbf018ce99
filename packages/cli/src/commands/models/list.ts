import type { ModelEntry } from '@openretouch/models';
import { type LibraryModel, readModelLibrary } from '../../models/model-library.js';
import type { CommandContext } from '../context.js';

/** How many measures a line shows; `--json` has all. */
const SHOWN_MEASURES = 2;

/**
 * Prints the models at hand, a line each: id, operation, size, licence, and how good they were measured to be.
 *
 * @param folder - of the user's models.
 * @returns how many folders of models cannot be read.
 */
export async function listModels(folder: string | undefined, { reporter }: CommandContext): Promise<number> {
  const { models, faults } = await readModelLibrary(folder);
  const width = Math.max(...models.map(({ entry }) => entry.id.length));
  for (const source of ['shipped', 'imported'] as const) {
    const group = models.filter((model) => model.source === source);
    if (group.length > 0) reporter.line(source === 'shipped' ? 'shipped' : `imported, in ${folder ?? ''}`);
    for (const { entry } of group) reporter.line(`  ${entry.id.padEnd(width)}  ${describeEntry(entry)}`);
  }
  for (const fault of faults) reporter.error(fault);
  reporter.result(models.map(summarise));
  return faults.length;
}

function describeEntry(entry: ModelEntry): string {
  const quality = entry.measuredQuality.slice(0, SHOWN_MEASURES).map(({ measure, value, unit }) => unit === '1' ? `${measure} ${value}` : `${measure} ${value} ${unit}`);
  const sight = describeSight(entry);
  const facts = [entry.operation, `${Math.round(entry.byteCount / 1000)} kB`, ...(sight === undefined ? [] : [`looks at ${sight}`]), `licence ${entry.licence}`];
  return [...facts, quality.join(', ') || 'quality not measured'].join(' · ');
}

function summarise({ entry, source, path }: LibraryModel): object {
  const { id, operation, licence, byteCount, sha256, opset, measuredQuality } = entry;
  const { size, tileCount } = entry.inputs.find((input) => input.size !== undefined) ?? {};
  return { id, operation, source, licence, byteCount, sha256, opset, ...(size === undefined ? {} : { size }), ...(tileCount === undefined ? {} : { tileCount }), path, measuredQuality };
}

/** @returns what a model looks at, by the longer side of its copy or the size of its tiles: `500 px`, `1024 tiles of 19 px`. */
export function describeSight({ inputs }: ModelEntry): string | undefined {
  const { size, tileCount } = inputs.find((input) => input.size !== undefined) ?? {};
  if (size === undefined) return undefined;
  const side = `${Math.max(...size)} px`;
  return tileCount === undefined ? side : `${tileCount} tiles of ${side}`;
}
