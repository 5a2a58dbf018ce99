// npm run bench [-- --megapixels 1,12] [--rounds 9] [--tasks LUT] [--no-write]
// Prints a table and the ratios of one run, and writes the rows of a whole run to results/<machine>.csv. Method: README.md.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadCore } from './load-core.mjs';
import { measure, quantile } from './measure.mjs';
import { makePicture, SIZES } from './picture.mjs';
import { describeMachine, fileNameOf, writeResults } from './results-file.mjs';
import { makeTasks, RATIOS } from './tasks.mjs';

const { values: options } = parseArgs({
  options: { megapixels: { type: 'string' }, rounds: { type: 'string' }, tasks: { type: 'string' }, 'no-write': { type: 'boolean' } },
});
const sizes = (options.megapixels ?? Object.keys(SIZES).join(',')).split(',').map(Number);
for (const size of sizes) {
  if (!(size in SIZES)) exitWith(`--megapixels: ${size} (expected some of ${Object.keys(SIZES).join(', ')}, separated by commas)`);
}
const rounds = options.rounds === undefined ? undefined : Number(options.rounds);
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1)) exitWith(`--rounds: ${options.rounds} (expected a whole number >= 1)`);
/** Fewer rounds where one takes longer. */
const DEFAULT_ROUNDS = { 1: 15, 12: 9, 24: 7 };

const { version } = JSON.parse(readFileSync(new URL('../packages/core/package.json', import.meta.url), 'utf8'));
const machine = describeMachine();
console.log(`@openretouch/core ${version}, Node ${process.versions.node}, ${machine}, load ${os.loadavg()[0].toFixed(1)}`);
console.log('CPU milliseconds, one thread, median (interquartile range); x = times memcpy in the same run\n');

const core = await loadCore();
const rows = [];
for (const megapixels of sizes) {
  const tasks = (await makeTasks(core, await makePicture(megapixels))).filter(
    ({ name, maximumMegapixels = Infinity, role }) => megapixels <= maximumMegapixels && (options.tasks === undefined || role === 'floor' || name.includes(options.tasks)),
  );
  const samples = await measure(tasks, rounds ?? DEFAULT_ROUNDS[megapixels]);
  const median = new Map(tasks.map(({ name }) => [name, quantile(samples.get(name), 0.5)]));
  const floor = median.get('memcpy');
  console.log(`${megapixels} MP`);
  for (const { name, role, kind } of tasks) {
    const list = samples.get(name);
    const spread = quantile(list, 0.75) - quantile(list, 0.25);
    rows.push({
      version,
      node: process.versions.node,
      machine,
      megapixels,
      task: name,
      role,
      kind,
      median_cpu_ms: median.get(name).toFixed(2),
      iqr_cpu_ms: spread.toFixed(2),
      samples: list.length,
      times_memcpy: (median.get(name) / floor).toFixed(1),
    });
    console.log(`  ${name.padEnd(58)} ${median.get(name).toFixed(1).padStart(8)} (${spread.toFixed(1)})`.padEnd(80), `${(median.get(name) / floor).toFixed(1)}x`.padStart(8), kind ?? role);
  }
  for (const [name, other] of RATIOS) {
    if (!median.has(name) || !median.has(other)) continue;
    const ratio = median.get(name) / median.get(other);
    console.log(`  ${name} takes ${ratio.toFixed(2)} times ${other}${ratio < 1 ? ` (${(1 / ratio).toFixed(1)}x faster)` : ''}`);
  }
  console.log();
}

const isWhole = options.megapixels === undefined && options.tasks === undefined && rounds === undefined;
if (isWhole && options['no-write'] !== true) {
  const path = fileURLToPath(new URL(`results/${fileNameOf(machine)}`, import.meta.url));
  writeResults(path, version, rows);
  console.log(`wrote benchmarks/results/${fileNameOf(machine)}`);
}

function exitWith(message) {
  console.error(message);
  process.exit(2);
}
