import { CSRNET_STYLES, InvalidArgumentError, type RecipeAsset, type RecipeOperation } from '@openretouch/core';
import type { LookSources } from '../looks/read-look.js';
import { type NamedStyle, readStyles, styleOperation } from '../looks/read-style.js';
import { matchPhoto } from '../styles/match-photo.js';
import { parseNumberInRange } from './parse-number.js';
import { parseMix } from './parse-operation-flag.js';

/** The part of the command line that asks for a learned retouch. */
export interface LearnedModeOptions {
  readonly mode?: string;
  readonly style?: string;
  /** A photo whose style is wanted. */
  readonly match?: string;
  readonly cudiExposure?: string;
  readonly cudiTarget?: string;
}

const MODES = ['csrnet', 'pienet', 'cudi'];
/** Mean brightness CuDi can be asked for. */
const EXPOSURE_RANGE = [0.2, 0.8] as const;
/** What a painted exposure aims at where no target is given. */
const DEFAULT_TARGET = 0.55;
/** The slot of the mask that `--cudi-exposure` names. */
export const EXPOSURE_SLOT = 'exposure';

/** Where styles and the models that see them are. */
export interface LearnedModeSources extends LookSources {
  readonly modelsFolder?: string;
}

/** The operations that learned modes become, with the assets of the recipe. */
export interface LearnedOperations {
  readonly operations: readonly RecipeOperation[];
  /** Those the recipe had, and the styles of these operations. */
  readonly assets: Readonly<Record<string, RecipeAsset>>;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/**
 * Makes operations of `--mode` and its companions; `--match` is the mode pienet with the style of one photo.
 *
 * @param assets - those the recipe has already.
 * @returns no operations without `--mode` and `--match`.
 * @throws InvalidArgumentError for values that make no sense, or not together; what reading a style file or a reference photo throws.
 */
export async function readLearnedMode({ mode: named, style, match, cudiExposure, cudiTarget }: LearnedModeOptions, assets: Readonly<Record<string, RecipeAsset>>, sources: LearnedModeSources): Promise<LearnedOperations> {
  const mode = match === undefined ? named : (named ?? 'pienet');
  if (mode !== undefined && !MODES.includes(mode)) throw new InvalidArgumentError(`--mode: ${JSON.stringify(mode)} (expected ${MODES.join(', ')})`, { flag: '--mode', value: mode });
  if (style !== undefined) requireMode('--style', mode, ['csrnet', 'pienet']);
  if (cudiExposure !== undefined) requireMode('--cudi-exposure', mode, ['cudi']);
  if (cudiTarget !== undefined) requireMode('--cudi-target', mode, ['cudi']);
  if (match !== undefined) requireMode('--match', mode, ['pienet']);
  if (match !== undefined && style !== undefined) throw new InvalidArgumentError('--match and --style (expected one of the two)', { flag: '--match', value: match });
  const alone = (operations: readonly RecipeOperation[]): LearnedOperations => ({ operations, assets, notes: [] });
  if (mode === undefined) return alone([]);
  if (mode === 'cudi') return alone([readExposure(cudiExposure, cudiTarget)]);
  if (mode === 'csrnet') return alone([{ op: 'csrnet', ...(style === undefined ? {} : { style: readCsrnetStyle(style) }) }]);
  if (match !== undefined) return personalStyle([await matchPhoto(match, sources)], assets);
  if (style === undefined) throw new InvalidArgumentError('--mode pienet: without a style (expected --style with a built-in style or a style file, or --match PHOTO)', { flag: '--style', mode });
  return personalStyle(await readStyles(style, '--style', sources), assets);
}

function personalStyle(styles: readonly NamedStyle[], present: Readonly<Record<string, RecipeAsset>>): LearnedOperations {
  const { style, strength, model, assets, notes } = styleOperation(styles, present);
  return { operations: [{ op: 'pienet', style, ...(model === undefined ? {} : { model }), ...(strength === 1 ? {} : { strength }) }], assets, notes };
}

/** @returns the file of the mask that a value of `--cudi-exposure` is; `undefined` for "auto" and numbers. */
export function exposureMaskPath(cudiExposure: string | undefined): string | undefined {
  return cudiExposure === undefined || cudiExposure === 'auto' || !Number.isNaN(Number(cudiExposure)) ? undefined : cudiExposure;
}

function readExposure(exposure: string | undefined, target: string | undefined): RecipeOperation {
  if (exposureMaskPath(exposure) !== undefined) {
    const wanted = target === undefined ? DEFAULT_TARGET : parseNumberInRange(target, '--cudi-target', ...EXPOSURE_RANGE);
    return { op: 'cudi', exposure: wanted, mask: { slot: EXPOSURE_SLOT } };
  }
  if (target !== undefined) throw new InvalidArgumentError(`--cudi-target: ${target} without a mask (expected --cudi-exposure MASK beside it)`, { flag: '--cudi-target', value: target });
  return { op: 'cudi', ...(exposure === undefined || exposure === 'auto' ? {} : { exposure: parseNumberInRange(exposure, '--cudi-exposure', ...EXPOSURE_RANGE) }) };
}

function readCsrnetStyle(text: string): string | Record<string, number> {
  const style = parseMix(text, '--style');
  const names: readonly string[] = CSRNET_STYLES;
  const unknown = (typeof style === 'string' ? [style] : Object.keys(style)).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`--style: ${JSON.stringify(unknown)} (expected ${names.join(', ')}, or shares as warm:0.6,soft:0.4)`, { flag: '--style', value: unknown });
  return style;
}

function requireMode(flag: string, mode: string | undefined, modes: readonly string[]): void {
  if (mode === undefined || !modes.includes(mode)) {
    throw new InvalidArgumentError(`${flag}: ${mode === undefined ? 'without --mode' : `with --mode ${mode}`} (expected --mode ${modes.join(' or ')})`, { flag, mode });
  }
}
