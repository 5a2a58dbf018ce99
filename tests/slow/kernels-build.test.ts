import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compileKernels } from '../../scripts/kernels/compile.mjs';

it('the committed kernels are what their sources compile to', async () => {
  const committed = await readFile(fileURLToPath(new URL('../../packages/kernels/kernels.wasm', import.meta.url)));
  expect(Buffer.compare(await compileKernels(), committed)).toBe(0);
});
