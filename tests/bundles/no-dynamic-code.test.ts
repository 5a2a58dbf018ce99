import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type BuiltFile, bundleScript } from './build-bundles.js';
import { findDynamicCode } from './dynamic-code.js';

describe('the search for code from strings', () => {
  it.each([
    "eval('1')",
    "(0, eval)('1')",
    "globalThis.eval('1')",
    "new Function('return 1')",
    "Function('return 1')()",
    "globalThis.Function('return 1')",
    "(() => 1).constructor.constructor('return 1')",
    "setTimeout('run()', 1)",
  ])('finds %s', (code) => {
    expect(findDynamicCode(code)).toHaveLength(1);
  });

  it.each(["const text = 'eval(1)'", '// new Function()', 'evaluate(1)', 'setTimeout(() => run(), 1)', 'new this.constructor()'])('passes %s', (code) => {
    expect(findDynamicCode(code)).toEqual([]);
  });
});

describe('the bundles', () => {
  let files: BuiltFile[] = [];
  beforeAll(async () => {
    files = await buildBundles();
  });

  it('are those of core, kernels, models, the engine, PSD documents and the command line', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['packages/core/dist/index.js', 'packages/kernels/dist/index.js', 'models/dist/index.js', 'packages/engine/dist/index.js', 'packages/engine/dist/classic/engine.js', 'packages/psd/dist/index.js', 'packages/cli/dist/main.js']),
    );
  });

  it('hold no code made from strings', () => {
    const found = files.flatMap(({ path, code }) => findDynamicCode(code).map((place) => `${path}: ${place}`));
    expect(found).toEqual([]);
  });

  it('of a page with the whole core and its libraries hold no code made from strings', async () => {
    const code = await bundleScript(files, "import * as core from '@openretouch/core'; import { SaxesParser } from 'saxes'; globalThis.all = [core, SaxesParser];");
    expect(findDynamicCode(code)).toEqual([]);
  });

  it('of core, kernels, models and the engine import nothing of Node, but for the entry named after it', () => {
    const ofNode = ['packages/kernels/dist/node.js'];
    // The engine loads its parts on first use, as modules. The module worker loads onnxruntime when a model is asked; onnxruntime's own way to its glue is not taken where its binary is handed over,
    // which tests/slow/engine-frames.test.ts shows where nothing may be imported.
    const importing = [...files.map(({ path }) => path).filter((path) => /^packages\/engine\/dist\/(index|shared-[^/]*)\.js$/.test(path)), 'packages/engine/dist/worker.js', 'packages/engine/dist/classic/onnxruntime.js', 'packages/engine/dist/classic/engine-learned.js'];
    const neutral = files.filter(({ path }) => !path.includes('cli/') && !ofNode.includes(path));
    expect(neutral.filter(({ code }) => /from\s*['"]node:/.test(code)).map(({ path }) => path)).toEqual([]);
    expect(neutral.filter(({ path, code }) => !importing.includes(path) && /import\(/.test(code)).map(({ path }) => path)).toEqual([]);
  });
});
