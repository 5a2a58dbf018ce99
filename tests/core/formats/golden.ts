import { readFileSync } from 'node:fs';

/** Shape of tests/golden/cube.json, written by tests/golden/generate-cube.py. */
interface GoldenCube {
  input: number[];
  /** Colours by file of tests/formats/cube/valid. */
  output: Record<string, number[]>;
}

export const golden = JSON.parse(readFileSync(new URL('../../golden/cube.json', import.meta.url), 'utf8')) as GoldenCube;

/** @returns the bytes of a file of tests/formats/cube, `valid/NAME` or `invalid/NAME`. */
export function readCubeFile(name: string): Uint8Array {
  return readFileSync(new URL(`../../formats/cube/${name}`, import.meta.url));
}
