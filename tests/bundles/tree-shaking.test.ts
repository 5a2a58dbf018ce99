import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type BuiltFile, bundleParts, bundleScript } from './build-bundles.js';

/** Decided as a budget: the colour function needs a few hundred bytes, a derived matrix or two would still fit. */
const ONE_FUNCTION_BYTES = 5000;

/** The page's side of an engine: reading and committing, messages, errors; 21.9 kB when it was decided. */
const PAGE_SIDE_BYTES = 30_000;
/** Rooms of the core that plan or compute. */
const COMPUTING = /^packages\/core\/dist\/(analyse|apply|bake|color|compare|describe|formats|inference|operations|plan|presets|recipe|series|sliders|transforms|retouch)\b/;

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

  const pageSide = "import { connectEngine, createRestartingEngine, openTarget, runInHost } from '@openretouch/core/worker'; globalThis.page = [connectEngine, createRestartingEngine, openTarget, runInHost];";

  it('keeps all that plans or computes out of a page that leaves it to an engine', async () => {
    const { code, parts } = await bundleParts(files, pageSide);
    expect(parts.filter((path) => COMPUTING.test(path))).toEqual([]);
    expect(code.length).toBeLessThan(PAGE_SIDE_BYTES);
  });

  it('would notice what computes', async () => {
    const { parts } = await bundleParts(files, "import { runInHost } from '@openretouch/core'; globalThis.run = runInHost;");
    expect(parts.filter((path) => COMPUTING.test(path)).length).toBeGreaterThan(50);
  });
});
