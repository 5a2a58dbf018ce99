import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { InvalidArgumentError } from '@openretouch/core';
import { importCsrnet, type ImportedCondition, MAXIMUM_CHECKPOINT_BYTES, MODEL_ID } from '@openretouch/models';
import { asInvalidFile, readModelLibrary } from '../../models/model-library.js';
import { storeModel } from '../../models/store-model.js';
import { readCapped } from '../../looks/read-capped.js';
import type { CommandContext } from '../context.js';
import { describeSight } from './list.js';

/** What the manifest says where nobody knows. */
const NOT_STATED = 'not stated';

export interface ImportModelOptions {
  readonly checkpoint: string;
  /** By default `imported-` and the file's name. */
  readonly id?: string;
  readonly condition?: ImportedCondition;
  readonly conditionSide?: number;
  readonly licence?: string;
  readonly isForced: boolean;
}

/**
 * Makes a model of a checkpoint that PyTorch wrote, and stores it among the user's models.
 *
 * @param folder - of the user's models.
 * @throws InvalidFileError for a checkpoint that is not read, InvalidArgumentError for an id that is taken or no id, HostError when it
 * cannot be written.
 */
export async function importModel(options: ImportModelOptions, folder: string, context: CommandContext): Promise<void> {
  const { reporter, signal } = context;
  const { checkpoint, condition, conditionSide, licence = NOT_STATED } = options;
  const id = options.id ?? idOfFile(checkpoint);
  if (!MODEL_ID.test(id)) throw new InvalidArgumentError(`--id: ${JSON.stringify(id)} (expected up to 48 lowercase letters, digits and inner hyphens)`, { flag: '--id', value: id });
  const bytes = await readCapped(checkpoint, MAXIMUM_CHECKPOINT_BYTES, 'checkpoint');
  const graphs = readGraphs(checkpoint, bytes, { id, licence, ...(condition === undefined ? {} : { condition }), ...(conditionSide === undefined ? {} : { conditionSide }) });
  const { models } = await readModelLibrary(folder);
  const ids = graphs.map(({ entry }) => entry.id);
  const taken = models.find(({ entry, source }) => ids.includes(entry.id) && source === 'shipped');
  if (taken !== undefined) throw new InvalidArgumentError(`--id: ${JSON.stringify(id)} would make a second "${taken.entry.id}", which comes with the program (expected another id)`, { flag: '--id', value: id });
  signal.throwIfAborted();
  const stored = await storeModel(folder, id, graphs, { isForced: options.isForced, signal });
  reporter.line(`${checkpoint} -> ${stored}`);
  reporter.line(`  ${ids.join(' and ')}: CSRNet as published, which looks at the photo ${condition === 'tiles' ? 'in' : 'at'} ${describeSight(graphs[0].entry) ?? 'its own size'}; licence ${licence}`);
  if (licence === NOT_STATED) reporter.line('  a checkpoint does not say its licence; --licence notes it');
  reporter.result({ checkpoint, folder: stored, models: graphs.map(({ entry }) => entry) });
}

function readGraphs(path: string, bytes: Uint8Array, options: { readonly id: string; readonly licence: string; readonly condition?: ImportedCondition; readonly conditionSide?: number }): ReturnType<typeof importCsrnet> {
  try {
    return importCsrnet(bytes, { ...options, hash: (content) => createHash('sha256').update(content).digest('hex') });
  } catch (error) {
    throw asInvalidFile(path, error);
  }
}

/** `Models/CSRNet v1.pth` becomes `imported-csrnet-v1`. */
function idOfFile(path: string): string {
  const name = basename(path).replace(/\.[^.]*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `imported-${name}`.slice(0, 44).replace(/-$/, '');
}
