import { InvalidArgumentError, ModelUnavailableError } from '@openretouch/core';
import { parseNumberInRange } from './parse-number.js';

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
 * Answers for `--mode` and its companions.
 *
 * @throws InvalidArgumentError for values that make no sense together; ModelUnavailableError for a mode that is known, because no
 * model comes with this version.
 */
export function refuseLearnedMode({ mode, style, cudiExposure, cudiTarget }: LearnedModeOptions): void {
  if (mode !== undefined && !MODES.includes(mode)) throw new InvalidArgumentError(`--mode: ${JSON.stringify(mode)} (expected ${MODES.join(', ')})`, { flag: '--mode', value: mode });
  if (style !== undefined) requireMode('--style', mode, ['csrnet', 'pienet']);
  if (cudiExposure !== undefined) requireMode('--cudi-exposure', mode, ['cudi']);
  if (cudiTarget !== undefined) {
    requireMode('--cudi-target', mode, ['cudi']);
    parseNumberInRange(cudiTarget, '--cudi-target', ...EXPOSURE_RANGE);
  }
  if (cudiExposure !== undefined && cudiExposure !== 'auto' && !Number.isNaN(Number(cudiExposure))) parseNumberInRange(cudiExposure, '--cudi-exposure', ...EXPOSURE_RANGE);
  if (mode !== undefined) throw new ModelUnavailableError(`--mode ${mode}: no model comes with this version (expected a look or operations, e.g. --preset auto)`, { mode });
}

function requireMode(flag: string, mode: string | undefined, modes: readonly string[]): void {
  if (mode === undefined || !modes.includes(mode)) {
    throw new InvalidArgumentError(`${flag}: ${mode === undefined ? 'without --mode' : `with --mode ${mode}`} (expected --mode ${modes.join(' or ')})`, { flag, mode });
  }
}
