// `npm run pack:check`: what npm would publish, tried the way a stranger would use it. Every package is packed and installed
// from its tarball into an empty folder; there the README's example is type-checked, run in Node, and bundled for a browser
// and run without Node's globals and without code from strings. Prints a table; fails if one row does.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = (path) => join(root, 'node_modules', path);

const PACKAGES = [
  { name: '@openretouch/core', directory: 'packages/core', imports: ['@openretouch/core', '@openretouch/core/inference', '@openretouch/core/worker', '@openretouch/core/engine-library', '@openretouch/core/host-conformance'], mustHold: ['dist/index.js', 'dist/index.d.ts', 'conformance/manifest.json', 'README.md', 'LICENSE'] },
  { name: '@openretouch/kernels', directory: 'packages/kernels', imports: ['@openretouch/kernels'], mustHold: ['dist/index.js', 'dist/index.d.ts', 'dist/node.js', 'dist/node.d.ts', 'dist/web.js', 'dist/web.d.ts', 'kernels.wasm', 'c/lut.c', 'README.md', 'LICENSE'] },
  { name: '@openretouch/models', directory: 'models', imports: ['@openretouch/models'], mustHold: ['dist/index.js', 'dist/index.d.ts', 'manifest.json', 'README.md', 'LICENSE'] },
  { name: 'openretouch', directory: 'packages/cli', imports: [], mustHold: ['bin/openretouch.js', 'dist/main.js', 'dist/worker.js', 'report.schema.json', 'README.md', 'LICENSE'] },
];
const LIBRARIES = PACKAGES.filter(({ imports }) => imports.length > 0).map(({ name }) => name);
const IMPORTS = PACKAGES.flatMap(({ imports }) => imports);

/** Settings of the npm that started this script must not reach the npm that plays the stranger. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|lifecycle|package|command)/i.test(name)));

async function run(command, args, cwd) {
  const options = { cwd, env: environment, maxBuffer: 1e8, shell: process.platform === 'win32' && command === 'npm' };
  try {
    const { stdout } = await promisify(execFile)(command, args, options);
    return stdout;
  } catch (failure) {
    throw new Error(`${[command, ...args].join(' ')}\n${failure.stdout ?? ''}${failure.stderr ?? failure.message}`.trim());
  }
}

const rows = [];
async function check(name, action) {
  const row = { name, failure: undefined };
  rows.push(row);
  try {
    const note = await action();
    console.log(`OK    ${name}${note === undefined ? '' : `: ${note}`}`);
  } catch (failure) {
    row.failure = failure instanceof Error ? failure.message : String(failure);
    console.log(`FAIL  ${name}`);
  }
}

function expectEqual(what, actual, expected) {
  if (actual !== expected) throw new Error(`${what}: ${JSON.stringify(actual)} (expected ${JSON.stringify(expected)})`);
}

/** @returns the README's first TypeScript block, and what its comments say it prints. */
function readExample() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
  if (code === undefined) throw new Error('README.md: no ```ts block (expected the example)');
  const printed = [...code.matchAll(/console\.log\(.*?\);\s*\/\/ prints (.*)$/gm)].map(([, text]) => text.trim());
  if (printed.length === 0) throw new Error('README.md: the example says nowhere what it prints (expected "// prints ...")');
  return { code, printed: printed.join('\n') };
}

async function pack({ directory, mustHold }, destination) {
  const report = JSON.parse(await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', destination], join(root, directory)));
  const [{ filename, files, size }] = Array.isArray(report) ? report : Object.values(report);
  const paths = files.map(({ path }) => path);
  const missing = mustHold.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new Error(`not packed: ${missing.join(', ')}`);
  const unwanted = paths.filter((path) => /(^|\/)(src|tests|node_modules)\/|tsbuildinfo$|[.]test[.]/.test(path));
  if (unwanted.length > 0) throw new Error(`packed by mistake: ${unwanted.join(', ')}`);
  return { tarball: join(destination, filename), note: `${files.length} files, ${(size / 1024).toFixed(0)} kB` };
}

async function publintPasses(name, consumer) {
  const pkgDir = join(consumer, 'node_modules', name);
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true, level: 'warning' });
  if (messages.length > 0) throw new Error(messages.map((message) => formatMessage(message, pkg, { color: false })).join('\n'));
}

/** Also proves that the declarations ask for no DOM and no Node: `noDom` compiles every library against the language alone. */
async function typeCheck(consumer, module, moduleResolution) {
  const compilerOptions = { target: 'es2022', module, moduleResolution, strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, types: [] };
  const projects = { example: { lib: ['es2022', 'dom'], file: 'example.ts' }, noDom: { lib: ['es2022'], file: 'libraries.ts' } };
  for (const [name, { lib, file }] of Object.entries(projects)) {
    const config = join(consumer, `tsconfig.${moduleResolution}.${name}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, lib }, files: [file] }));
    await run(process.execPath, [tool('typescript/bin/tsc'), '-p', config], consumer);
  }
}

async function runInBrowserLikeContext(consumer, printed) {
  const { outputFiles } = await build({ entryPoints: [join(consumer, 'example.ts')], absWorkingDir: consumer, bundle: true, platform: 'browser', format: 'esm', target: 'es2022', write: false, logLevel: 'silent' });
  const [{ text }] = outputFiles;
  const lines = [];
  const context = createContext(
    { console: { log: (...values) => lines.push(values.join(' ')) } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  const canMakeCode = runInContext("(() => { try { new Function('return 1'); return true; } catch { return false; } })()", context);
  expectEqual('the context makes code from strings', canMakeCode, false);
  expectEqual('the context has process', runInContext('typeof process', context), 'undefined');
  await runInContext(`(async () => {\n${text}\n})()`, context);
  expectEqual('the example in a browser prints', lines.join('\n'), printed);
  return `${(text.length / 1024).toFixed(0)} kB`;
}

async function main(folder) {
  const consumer = join(folder, 'consumer');
  mkdirSync(consumer);
  const example = readExample();
  const tarballs = [];

  for (const entry of PACKAGES) {
    await check(`pack ${entry.name}`, async () => {
      if (!existsSync(join(root, entry.directory, 'dist'))) throw new Error('dist is missing (expected "npm run build" before)');
      const { tarball, note } = await pack(entry, folder);
      tarballs.push(tarball);
      return note;
    });
  }
  if (tarballs.length < PACKAGES.length) return;

  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await check('install the tarballs into an empty folder', async () => {
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs], consumer);
  });
  if (rows.at(-1).failure !== undefined) return;

  writeFileSync(join(consumer, 'example.ts'), example.code);
  writeFileSync(join(consumer, 'libraries.ts'), IMPORTS.map((name, i) => `export * as library${i} from '${name}';\n`).join(''));
  for (const { name } of PACKAGES) await check(`publint ${name}`, () => publintPasses(name, consumer));
  for (const name of LIBRARIES) {
    await check(`are the types wrong: ${name}`, async () => {
      const tarball = tarballs[PACKAGES.findIndex((entry) => entry.name === name)];
      await run(process.execPath, [tool('@arethetypeswrong/cli/dist/index.js'), tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji'], consumer);
    });
  }
  for (const name of IMPORTS) {
    await check(`import ${name} in Node`, async () => {
      const script = `import('${name}').then((library) => console.log(Object.keys(library).length))`;
      return `${(await run(process.execPath, ['--input-type=module', '--eval', script], consumer)).trim()} exports`;
    });
  }
  await check('type-check the README example, nodenext', () => typeCheck(consumer, 'nodenext', 'nodenext'));
  await check('type-check the README example, bundler', () => typeCheck(consumer, 'esnext', 'bundler'));
  await check('run the README example in Node', async () => {
    await build({ entryPoints: [join(consumer, 'example.ts')], outfile: join(consumer, 'example.js'), format: 'esm', logLevel: 'silent' });
    expectEqual('the example in Node prints', (await run(process.execPath, ['example.js'], consumer)).trim(), example.printed);
  });
  await check('bundle the README example for a browser and run it', () => runInBrowserLikeContext(consumer, example.printed));
  await check('run the installed command', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'));
    expectEqual('openretouch --version', (await run('npm', ['exec', '--no', '--', 'openretouch', '--version'], consumer)).trim(), version);
  });
}

const folder = mkdtempSync(join(tmpdir(), 'pack-check-'));
try {
  await main(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const failed = rows.filter(({ failure }) => failure !== undefined);
console.log(`\n${rows.length - failed.length} of ${rows.length} checks passed`);
for (const { name, failure } of failed) console.error(`\nFAIL ${name}\n${failure}`);
process.exitCode = failed.length > 0 ? 1 : 0;
