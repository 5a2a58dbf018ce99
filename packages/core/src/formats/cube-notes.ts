import { describeValue } from '../errors.js';
import type { EncodedSpace } from '../raster/raster.js';
import { CUBE_SPACE_NAMES, type CubeWarning } from './cube.js';
import { cubeFault } from './cube-header.js';

/** A comment before the first row. */
export interface CubeComment {
  readonly text: string;
  readonly line: number;
}

/** What the comments of a file say about its colour space. */
export interface CubeSpaceNote {
  readonly space: EncodedSpace;
  readonly isStated: boolean;
  readonly warnings: readonly CubeWarning[];
}

/**
 * Finds the colour space in comments `# in: sRGB encoded` and `# out: sRGB encoded`; the first of each counts.
 *
 * @throws InvalidFileError when input and output are different spaces: a conversion, which no photo could go through and keep
 * its profile.
 */
export function findCubeSpace(comments: readonly CubeComment[]): CubeSpaceNote {
  const warnings: CubeWarning[] = [];
  const spaces: Partial<Record<'in' | 'out', EncodedSpace>> = {};
  const seen = new Set<string>();
  for (const { text, line } of comments) {
    const match = /^(in|out):\s*(\S.*)$/.exec(text);
    if (match === null || seen.has(match[1])) continue;
    const side = match[1] as 'in' | 'out';
    seen.add(side);
    const space = spaceNamed(match[2]);
    if (space === undefined) {
      warnings.push({ code: 'unknown-space', message: `line ${line}: ${side}: ${describeValue(match[2])} is no known space (expected ${Object.values(CUBE_SPACE_NAMES).join(' or ')})` });
      continue;
    }
    spaces[side] = space;
    if (spaces.in !== undefined && spaces.out !== undefined && spaces.in !== spaces.out) {
      throw cubeFault(line, `a LUT from ${CUBE_SPACE_NAMES[spaces.in]} to ${CUBE_SPACE_NAMES[spaces.out]}`, 'one space for input and output');
    }
  }
  const space = spaces.in ?? spaces.out;
  return { space: space ?? 'srgb', isStated: space !== undefined, warnings };
}

function spaceNamed(name: string): EncodedSpace | undefined {
  const found = Object.entries(CUBE_SPACE_NAMES).find(([, known]) => known.toLowerCase() === name.trim().toLowerCase());
  return found?.[0] as EncodedSpace | undefined;
}

/** Cameras' log encodings (S-Log3, LogC, V-Log, C-Log, F-Log, N-Log, D-Log, L-Log, Cineon, ACEScc) by the way their LUTs are named. */
const LOG_NAME = /(?<![a-z])(?:[scvfndl][-_ ]?log|log(?:[-_ ]?c)?|cineon|acescct?)(?![a-bd-z])/i;

/** @returns a warning when a name says that the LUT expects log-encoded video, `undefined` otherwise. */
export function warnOfLogEncoding(names: readonly (string | undefined)[]): CubeWarning | undefined {
  const name = names.find((candidate) => candidate !== undefined && LOG_NAME.test(splitCamelCase(candidate)));
  if (name === undefined) return undefined;
  return { code: 'log-encoded', message: `${describeValue(name)} sounds like a LUT for log-encoded video; on photos it will look far too contrasty` };
}

/** `LogToRec709` becomes `Log To Rec709`, so that words have edges. */
function splitCamelCase(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2');
}
