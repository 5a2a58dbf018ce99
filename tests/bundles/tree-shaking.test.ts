import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type BuiltFile, bundleScript } from './build-bundles.js';

/** Decided as a budget: the colour function needs a few hundred bytes, a derived matrix or two would still fit. */
const ONE_FUNCTION_BYTES = 5000;

const bundledBytes = async (files: readonly BuiltFile[], script: string): Promise<number> => (await bundleScript(files, script)).length;

describe('tree shaking', () => {
  let files: BuiltFile[] = [];
  beforeAll(async () => {
    files = await buildBundles();
  });

  it('bundles one colour function without the rest of the core', async () => {
    const bytes = await bundledBytes(files, "import { srgbToLinear } from '@openretouch/core'; globalThis.light = srgbToLinear(0.5);");
    expect(bytes).toBeLessThan(ONE_FUNCTION_BYTES);
  });

  it('would notice the rest of the core', async () => {
    const bytes = await bundledBytes(files, "import { retouch } from '@openretouch/core'; globalThis.retouch = retouch;");
    expect(bytes).toBeGreaterThan(ONE_FUNCTION_BYTES);
  });
});
