// Memory and speed of a large run: node scripts/batch/measure-run.mjs <folder of photos> <new output folder> [options of retouch...]
// Memory is the proportional set size of the program and all its workers, as Linux counts it: shared pages once. Prints the peak of each
// tenth of the run.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SAMPLE_MILLISECONDS = 250;

/** @returns bytes, 0 for a process that has just ended. */
function memoryOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))[1]) * 1024;
  } catch {
    return 0;
  }
}

function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim().split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

/**
 * Runs the program and samples its memory.
 *
 * @param countDone - how many photos are done.
 * @returns the exit code, seconds, and samples `{ done, bytes }`.
 */
export function measureRun(main, argv, countDone) {
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'ignore', 'inherit'] });
  const samples = [];
  const timer = setInterval(() => {
    let done = 0;
    try {
      done = countDone();
    } catch {
      // There is no output yet.
    }
    samples.push({ done, bytes: [child.pid, ...childrenOf(child.pid)].reduce((sum, pid) => sum + memoryOf(pid), 0) });
  }, SAMPLE_MILLISECONDS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(timer);
      resolve({ code, seconds: (performance.now() - started) / 1000, samples });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [input, output, ...more] = process.argv.slice(2);
  if (input === undefined || output === undefined) {
    console.error('expected: node scripts/batch/measure-run.mjs <folder of photos> <new output folder> [options of retouch...]');
    process.exit(2);
  }
  const main = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
  const options = more.length > 0 ? more : ['--preset', 'auto'];
  const countDone = () => readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(jpg|png|webp|avif|tif)$/.test(path)).length;
  const { code, seconds, samples } = await measureRun(main, ['retouch', input, '-o', output, '--quiet', ...options], countDone);
  const total = countDone();
  console.log(`exit code ${code}, ${total} photos in ${seconds.toFixed(1)} s, ${(total / seconds).toFixed(1)} photos/s`);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const part = samples.filter(({ done }) => done >= (total * tenth) / 10 && done < (total * (tenth + 1)) / 10 + (tenth === 9 ? 1 : 0));
    if (part.length > 0) console.log(`  up to ${Math.round((total * (tenth + 1)) / 10)} photos: ${(Math.max(...part.map(({ bytes }) => bytes)) / 1e6).toFixed(0)} MB`);
  }
}
