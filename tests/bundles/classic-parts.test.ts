import { createContext, runInContext, type Context } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles, type BuiltFile } from './build-bundles.js';

const CLASSIC = 'packages/engine/dist/classic/';
/** A preset read from bytes needs the library; a recipe that is planned needs the engine alone. */
const USE = `(async () => {
  const engine = openretouchEngine.createEngine({ kernels: 'typescript' }, async () => { throw new Error('no models'); });
  const data = new Uint8Array(4 * 4 * 3).fill(100);
  const { photo } = await engine.open({ raster: { data, width: 4, height: 4, channels: 3, bitDepth: 8, encoding: 'srgb', alpha: 'none' } });
  const recipe = { schema: 'openretouch/recipe@1', name: 'a', operations: [{ op: 'brightness', gain: 1.5 }] };
  const { raster } = await engine.apply({ photo, recipe });
  const read = await engine.importLook({ bytes: new TextEncoder().encode(JSON.stringify(recipe)), fileName: 'a.retouch.json' }).then(({ format }) => format, (error) => error.message);
  return JSON.stringify([raster.data[0], read]);
})()`;

describe('the classic scripts of the engine', () => {
  let files: BuiltFile[] = [];
  beforeAll(async () => {
    files = await buildBundles();
  });
  const codeOf = (name: string): string => {
    const file = files.find(({ path }) => path === CLASSIC + name);
    if (file === undefined) throw new Error(`${name} is not built (expected one of ${files.map(({ path }) => path).join(', ')})`);
    return file.code;
  };
  const page = (...scripts: readonly string[]): Context => {
    const context = createContext({ MessageChannel, TextEncoder, TextDecoder, setTimeout, Uint8Array, Float32Array, Float64Array, WebAssembly, performance });
    for (const script of scripts) runInContext(codeOf(script), context);
    return context;
  };
  const use = async (context: Context): Promise<unknown> => JSON.parse((await runInContext(USE, context)) as string);

  it('are these', () => {
    const names = files.flatMap(({ path }) => (path.startsWith(CLASSIC) ? [path.slice(CLASSIC.length)] : []));
    expect(names.sort()).toEqual(['engine-learned.js', 'engine-library.js', 'engine-models.js', 'engine.js', 'onnxruntime.js']);
  });

  it('work with the first alone, and name the part that a request wants', async () => {
    expect(await use(page('engine.js'))).toEqual([150, 'engine-library.js: absent (expected the script classic/engine-library.js)']);
  });

  it('work with a part that was loaded behind the first', async () => {
    expect(await use(page('engine.js', 'engine-library.js'))).toEqual([150, 'preset']);
  });

  it('ask a page that can load scripts for the part', async () => {
    const context = page('engine.js');
    const asked: string[] = [];
    context['openretouchLoadPart'] = async (name: string) => (asked.push(name), runInContext(codeOf(name), context));
    expect(await use(context)).toEqual([150, 'preset']);
    expect(asked).toEqual(['engine-library.js']);
  });

  it('say so where a part is loaded before the first', () => {
    const context = page();
    expect(() => runInContext(codeOf('engine-library.js'), context)).toThrow(/openretouchDefine/);
  });

  it('work as the one that holds all', async () => {
    expect(await use(page('engine-learned.js'))).toEqual([150, 'preset']);
  });
});
