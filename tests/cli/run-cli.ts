import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { runProgram } from '../../packages/cli/src/program.js';
import { makeFolder } from './corpus.js';

/** What a run of the program left on its streams. */
export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly isTerminal?: boolean;
  /** Where the user's models are. */
  readonly modelsFolder?: string;
  /** Whoever reads stdout goes away after this many pieces. */
  readonly readsPieces?: number;
}

/** Runs the program in this process. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<ProgramRun> {
  let stdout = '';
  let stderr = '';
  let pieceCount = 0;
  const readsPieces = options.readsPieces ?? Infinity;
  const code = await runProgram(argv, {
    version: '0.0.0-test',
    signal: options.signal ?? new AbortController().signal,
    ...(options.modelsFolder === undefined ? {} : { modelsFolder: options.modelsFolder }),
    stdout: {
      write: (text) => {
        if (pieceCount < readsPieces) stdout += text;
        pieceCount += 1;
      },
      get isClosed() {
        return pieceCount >= readsPieces;
      },
    },
    stderr: { write: (text) => void (stderr += text), isTTY: options.isTerminal ?? false },
    stdin: (async function* () {
      if (options.stdin !== undefined) yield options.stdin;
    })(),
  });
  return { code, stdout, stderr };
}

/** The program built from its present source, for what needs a process of its own. */
export interface BuiltProgram {
  readonly main: string;
  spawn(argv: readonly string[]): ChildProcess;
  run(argv: readonly string[]): Promise<ProgramRun & { readonly signal: NodeJS.Signals | null }>;
  remove(): void;
}

/** Links packages as the program's own folder sees them: of two that bear a name, the nearer. */
function linkModules(folder: string, sources: readonly string[]): void {
  mkdirSync(folder);
  const linked = new Set<string>();
  for (const source of sources.filter(existsSync)) {
    for (const name of readdirSync(source).filter((entry) => !linked.has(entry) && !entry.startsWith('.'))) {
      symlinkSync(join(source, name), join(folder, name), 'junction');
      linked.add(name);
    }
  }
}

export async function buildProgram(): Promise<BuiltProgram> {
  const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const folder = makeFolder();
  mkdirSync(join(folder.path, 'dist'));
  copyFileSync(fromRoot('packages/cli/package.json'), join(folder.path, 'package.json'));
  const main = join(folder.path, 'dist', 'main.js');
  linkModules(join(folder.path, 'node_modules'), [fromRoot('packages/cli/node_modules'), fromRoot('node_modules')]);
  await build({
    entryPoints: { main: fromRoot('packages/cli/src/main.ts'), worker: fromRoot('packages/cli/src/batch/worker.ts') },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outdir: join(folder.path, 'dist'),
    banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);" },
    alias: {
      '@openretouch/core': fromRoot('packages/core/src/index.ts'),
      '@openretouch/core/photo-file': fromRoot('packages/core/src/photo-file/index.ts'),
      '@openretouch/core/inference': fromRoot('packages/core/src/inference/index.ts'),
      '@openretouch/kernels': fromRoot('packages/kernels/src/index.ts'),
      '@openretouch/kernels/node': fromRoot('packages/kernels/src/node.ts'),
      '@openretouch/models': fromRoot('models/src/index.ts'),
    },
    external: ['sharp'],
  });
  const spawnMain = (argv: readonly string[]): ChildProcess => spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    main,
    spawn: spawnMain,
    run: async (argv) => finish(spawnMain(argv)),
    remove: folder.remove,
  };
}

/** Waits for a process to end and its streams to close. */
export async function finish(child: ChildProcess): Promise<ProgramRun & { readonly signal: NodeJS.Signals | null }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}

/** @returns what {@link listTree} does, without the folder that remembers what a run has written. */
export function listOutputs(folder: string): string[] {
  return listTree(folder).filter((path) => !path.startsWith('.openretouch'));
}

/** @returns all files and folders below a folder, by relative path. */
export function listTree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort((a, b) => (a < b ? -1 : 1));
}
