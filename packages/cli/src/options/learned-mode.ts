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
  if (cudiTarget !== undefined) {
    requireMode('--cudi-target', mode, ['cudi']);
    parseNumberInRange(cudiTarget, '--cudi-target', ...EXPOSURE_RANGE);
  }
  if (cudiExposure !== undefined && cudiExposure !== 'auto' && !Number.isNaN(Number(cudiExposure))) parseNumberInRange(cudiExposure, '--cudi-exposure', ...EXPOSURE_RANGE);
  if (mode === undefined) return [];
  if (mode !== 'csrnet') throw new ModelUnavailableError(`--mode ${mode}: not run by this version (expected --mode csrnet, or a look, e.g. --preset auto)`, { mode });
  return [{ op: 'csrnet', ...(style === undefined ? {} : { style: readStyle(style) }) }];
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
