import { CSRNET_STYLES, InvalidArgumentError, ModelUnavailableError, type RecipeOperation } from '@openretouch/core';
import { parseNumberInRange } from './parse-number.js';
import { parseMix } from './parse-operation-flag.js';

/** The part of the command line that asks for a learned retouch. */
export interface LearnedModeOptions {
  readonly mode?: string;
  readonly style?: string;
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

/**
 * Makes operations of `--mode` and its companions.
 *
 * @returns none without `--mode`.
 * @throws InvalidArgumentError for values that make no sense, or not together; ModelUnavailableError for a mode that is known, and that
 * this version does not run.
 */
export function readLearnedMode({ mode, style, cudiExposure, cudiTarget }: LearnedModeOptions): RecipeOperation[] {
  if (mode !== undefined && !MODES.includes(mode)) throw new InvalidArgumentError(`--mode: ${JSON.stringify(mode)} (expected ${MODES.join(', ')})`, { flag: '--mode', value: mode });
  if (style !== undefined) requireMode('--style', mode, ['csrnet', 'pienet']);
  if (cudiExposure !== undefined) requireMode('--cudi-exposure', mode, ['cudi']);
  if (cudiTarget !== undefined) requireMode('--cudi-target', mode, ['cudi']);
  if (mode === undefined) return [];
  if (mode === 'cudi') return [readExposure(cudiExposure, cudiTarget)];
  if (mode !== 'csrnet') throw new ModelUnavailableError(`--mode ${mode}: not run by this version (expected --mode csrnet or cudi, or a look, e.g. --preset auto)`, { mode });
  return [{ op: 'csrnet', ...(style === undefined ? {} : { style: readStyle(style) }) }];
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

function readStyle(text: string): string | Record<string, number> {
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
