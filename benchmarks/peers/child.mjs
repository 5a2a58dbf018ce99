// Peers that are programs: which are installed, in which version, and what a run of one uses.
import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const USAGE = fileURLToPath(new URL('usage.py', import.meta.url));
/** Debian installs modules for its own interpreter, which need not be the first one on the path. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
/** One thread, whatever library asks. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MAGICK_THREAD_LIMIT: '1', VIPS_CONCURRENCY: '1' };
const MAXIMUM_OUTPUT_BYTES = 1 << 26;

/** @returns what matches `pattern` (its first group) in what the program prints, or `undefined` where it cannot be run or says something else. */
export function findVersion(program, argv, pattern) {
  try {
    const output = execFileSync(program, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
    return pattern.exec(output)?.[1];
  } catch (error) {
    return pattern.exec(`${error.stdout ?? ''}${error.stderr ?? ''}`)?.[1];
  }
}

/** @returns the interpreter that has a module, and the module's version, or `undefined`. */
export function findPythonModule(module) {
  for (const python of PYTHONS) {
    const version = findVersion(python, ['-c', `import ${module}; print("version", ${module}.__version__)`], /^version (\S+)$/m);
    if (version !== undefined) return { python, version };
  }
  return undefined;
}

/** Whether runs of other programs can be measured at all. */
export const canMeasureChildren = findVersion(PYTHONS[0], ['-c', 'import os; print("has", os.wait4.__name__)'], /^has (wait4)$/m) !== undefined;

/**
 * Runs a program to its end on one thread.
 *
 * @returns milliseconds of processor time (user and system) and by the clock, the high-water mark of memory, and what it printed.
 */
export async function measureChild([program, ...argv]) {
  const { stdout, stderr } = await run(PYTHONS[0], [USAGE, program, ...argv], { env: { ...process.env, ...ONE_THREAD }, maxBuffer: MAXIMUM_OUTPUT_BYTES });
  const lines = stdout.trimEnd().split('\n');
  const { code, wallMilliseconds, cpuMilliseconds, peakBytes } = JSON.parse(lines.at(-1));
  if (code !== 0) throw new Error(`${program} ${argv.join(' ')}: exit code ${code}\n${stderr.slice(-2000)}`);
  return { wallMilliseconds, cpuMilliseconds, peakBytes, output: lines.slice(0, -1).join('\n') };
}
