// npm run bench:batch [-- --rounds 3] [--jobs 2] [--write]
// Throughput of "openretouch retouch" over folders, beside sharp reading and writing the same photos and doing nothing to them, in as
// many processes. Needs "npm run build" before. Method: README.md.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { makePhotos } from '../scripts/batch/make-photos.mjs';
import { quantile } from './measure.mjs';
import { makePicture } from './picture.mjs';
import { describeMachine, fileNameOf, writeResults } from './results-file.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, jobs: { type: 'string', default: String(os.availableParallelism()) }, write: { type: 'boolean' } } });
const [rounds, jobs] = [options.rounds, options.jobs].map(Number);
if (process.platform !== 'linux') exitWith('the processor time of processes is read from /proc (expected Linux)');
if (!(Number.isInteger(rounds) && rounds >= 1)) exitWith(`--rounds: ${options.rounds} (expected a whole number >= 1)`);
if (!(Number.isInteger(jobs) && jobs >= 1)) exitWith(`--jobs: ${options.jobs} (expected a whole number >= 1)`);

const fromRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const folder = mkdtempSync(join(os.tmpdir(), 'openretouch-bench-'));
const COLUMNS = ['version', 'node', 'machine', 'photos', 'megapixels', 'jobs', 'task', 'role', 'median_cpu_ms_per_photo', 'iqr_cpu_ms_per_photo', 'samples', 'times_sharp', 'photos_per_second', 'megapixels_per_second'];
/** 100 clock ticks a second on every Linux that Node runs on. */
const MILLISECONDS_PER_TICK = 10;

/** Processor time of all processes that this one has started and that have ended, with those they had started. */
function childrenCpuMilliseconds() {
  const fields = readFileSync('/proc/self/stat', 'latin1').replace(/^.*\) /, '').split(' ');
  return (Number(fields[13]) + Number(fields[14])) * MILLISECONDS_PER_TICK;
}

async function run(argv) {
  const [cpu, wall] = [childrenCpuMilliseconds(), performance.now()];
  const code = await new Promise((resolve) => spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] }).once('close', resolve));
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit code ${code}`);
  return { cpu: childrenCpuMilliseconds() - cpu, wall: performance.now() - wall };
}

async function makeSets() {
  const small = join(folder, 'small');
  await makePhotos(small, 200);
  const large = join(folder, 'large');
  mkdirSync(large);
  const picture = await makePicture(12);
  const bytes = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 4 } }).removeAlpha().jpeg({ quality: 92 }).toBuffer();
  for (let i = 0; i < 4; i += 1) await sharp(bytes).rotate(180 * (i % 2)).flop(i > 1).jpeg({ quality: 92 }).toFile(join(large, `${i}.jpg`));
  return [
    { name: 'small photos, 160 x 120 JPEG', input: small, photos: 200, megapixels: 0.0192 },
    { name: '12 MP JPEG', input: large, photos: 4, megapixels: 12 },
  ];
}

const { version } = JSON.parse(readFileSync(fromRoot('packages/cli/package.json'), 'utf8'));
const machine = describeMachine();
console.log(`openretouch ${version}, Node ${process.versions.node}, ${machine}, ${jobs} processes, load ${os.loadavg()[0].toFixed(1)}`);
console.log('CPU milliseconds a photo, all processes, their start included: median (interquartile range)\n');
try {
  const rows = [];
  for (const { name, input, photos, megapixels } of await makeSets()) {
    const output = join(folder, 'out');
    const tasks = [
      { task: `sharp: read and write, ${name}`, role: 'peer', argv: [fromRoot('benchmarks/batch-peer.mjs'), String(jobs), input, output] },
      { task: `retouch --preset auto, ${name}`, role: 'task', argv: [fromRoot('packages/cli/dist/main.js'), 'retouch', input, '-o', output, '--preset', 'auto', '--jobs', String(jobs), '--quiet'] },
    ];
    const samples = new Map(tasks.map(({ task }) => [task, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const { task, argv } of tasks) {
        rmSync(output, { recursive: true, force: true });
        samples.get(task).push(await run(argv));
      }
    }
    const medianOf = (task, key) => quantile(samples.get(task).map((sample) => sample[key]), 0.5);
    const floor = medianOf(tasks[0].task, 'cpu');
    for (const { task, role } of tasks) {
      const list = samples.get(task).map(({ cpu }) => cpu / photos);
      const rate = photos / (Math.min(...samples.get(task).map(({ wall }) => wall)) / 1000);
      const row = {
        version, node: process.versions.node, machine, photos, megapixels, jobs, task, role,
        median_cpu_ms_per_photo: quantile(list, 0.5).toFixed(1),
        iqr_cpu_ms_per_photo: (quantile(list, 0.75) - quantile(list, 0.25)).toFixed(1),
        samples: list.length,
        times_sharp: (medianOf(task, 'cpu') / floor).toFixed(2),
        photos_per_second: rate.toFixed(2),
        megapixels_per_second: (rate * megapixels).toFixed(2),
      };
      rows.push(row);
      console.log(`  ${task.padEnd(58)} ${row.median_cpu_ms_per_photo.padStart(8)} (${row.iqr_cpu_ms_per_photo})`.padEnd(80), `${row.times_sharp}x`.padStart(8), ` at best ${row.photos_per_second} photos/s, ${row.megapixels_per_second} MP/s`);
    }
  }
  if (options.write === true) {
    const name = `batch-${fileNameOf(machine)}`;
    writeResults(fromRoot(`benchmarks/results/${name}`), version, rows, COLUMNS);
    console.log(`wrote benchmarks/results/${name}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function exitWith(message) {
  console.error(message);
  process.exit(2);
}
