// npm run bench [-- --megapixels 1,12] [--rounds 9] [--tasks LUT] [--no-write | --write] | [-- --readme]
// Prints a table, ratios and goals of one run, and writes the rows of a whole run to results/<machine>.csv. Method: README.md.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeGoal, judgeGoals } from './goals.mjs';
import { loadCore } from './load-core.mjs';
import { measure, quantile } from './measure.mjs';
import { makePicture, SIZES } from './picture.mjs';
import { renderPages } from './readme-table.mjs';
import { describeMachine, fileNameOf, writeResults } from './results-file.mjs';
import { makeContext } from './tasks/core.mjs';
import { makeTasks, RATIOS } from './tasks/index.mjs';

const { values: options } = parseArgs({
  options: { megapixels: { type: 'string' }, rounds: { type: 'string' }, tasks: { type: 'string' }, 'no-write': { type: 'boolean' }, write: { type: 'boolean' }, readme: { type: 'boolean' } },
});
const machine = describeMachine();
const resultsName = `results/${fileNameOf(machine)}`;
const resultsPath = fileURLToPath(new URL(resultsName, import.meta.url));
/** Fewer rounds where one takes longer. */
const DEFAULT_ROUNDS = { 1: 15, 12: 9, 24: 7 };

if (options.readme === true) {
  // A machine without results of its own renders those that the pages name.
  for (const [path, text] of Object.entries(renderPages(undefined, existsSync(resultsPath) ? resultsName : undefined))) {
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
    console.log(`wrote the tables of ${path}`);
  }
} else {
  await runBenchmarks();
}

async function runBenchmarks() {
  const sizes = (options.megapixels ?? Object.keys(SIZES).join(',')).split(',').map(Number);
  for (const size of sizes) {
    if (!(size in SIZES)) exitWith(`--megapixels: ${size} (expected some of ${Object.keys(SIZES).join(', ')}, separated by commas)`);
  }
  const rounds = options.rounds === undefined ? undefined : Number(options.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1)) exitWith(`--rounds: ${options.rounds} (expected a whole number >= 1)`);
  if (options.write === true && options.tasks !== undefined) exitWith('--write: with --tasks (expected all tasks: rows of a version replace those it had)');

  const { version } = JSON.parse(readFileSync(new URL('../packages/core/package.json', import.meta.url), 'utf8'));
  console.log(`@openretouch/core ${version}, Node ${process.versions.node}, ${machine}, load ${os.loadavg()[0].toFixed(1)}`);
  console.log('CPU milliseconds, one thread, median (interquartile range); x = times memcpy in the same run\n');

  const core = await loadCore();
  const folder = mkdtempSync(join(os.tmpdir(), 'openretouch-bench-'));
  const rows = [];
  try {
    for (const megapixels of sizes) rows.push(...(await measureSize(core, megapixels, { version, folder, rounds: rounds ?? DEFAULT_ROUNDS[megapixels] })));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const goals = judgeGoals(rows).filter(({ verdict }) => verdict !== 'not measured' || options.tasks === undefined);
  if (goals.length > 0) console.log(['goals', ...goals.map((goal) => `  ${goal.goal}: ${describeGoal(goal)}`), ''].join('\n'));

  const isWhole = options.megapixels === undefined && options.tasks === undefined && rounds === undefined;
  if (options.write === true || (isWhole && options['no-write'] !== true)) {
    writeResults(resultsPath, version, rows);
    console.log(`wrote benchmarks/${resultsName}; "npm run bench -- --readme" puts them into README.md and benchmarks/README.md`);
  }
}

async function measureSize(core, megapixels, { version, folder, rounds }) {
  const context = await makeContext(core, await makePicture(megapixels), megapixels, folder);
  const tasks = (await makeTasks(context)).filter(
    ({ name, maximumMegapixels = Infinity, role }) => megapixels <= maximumMegapixels && (options.tasks === undefined || role === 'floor' || name.includes(options.tasks)),
  );
  const samples = await measure(tasks, rounds);
  const listOf = (name, key) => samples.get(name).map((sample) => sample[key]);
  const median = new Map(tasks.map(({ name }) => [name, quantile(listOf(name, 'cpuMilliseconds'), 0.5)]));
  const floor = median.get('memcpy');
  console.log(`${megapixels} MP`);
  const rows = tasks.map(({ name, role, kind, version: peerVersion }) => {
    const cpu = listOf(name, 'cpuMilliseconds');
    const peaks = listOf(name, 'peakBytes').filter((peak) => peak !== undefined);
    const row = {
      version,
      node: process.versions.node,
      machine,
      megapixels,
      task: name,
      role,
      kind,
      median_cpu_ms: median.get(name).toFixed(2),
      iqr_cpu_ms: (quantile(cpu, 0.75) - quantile(cpu, 0.25)).toFixed(2),
      median_wall_ms: quantile(listOf(name, 'wallMilliseconds'), 0.5).toFixed(2),
      peak_mb: peaks.length === 0 ? '' : (Math.max(...peaks) / 1e6).toFixed(0),
      samples: cpu.length,
      times_memcpy: (median.get(name) / floor).toFixed(1),
      peer_version: peerVersion,
    };
    const spread = `${name.padEnd(58)} ${Number(row.median_cpu_ms).toFixed(1).padStart(8)} (${Number(row.iqr_cpu_ms).toFixed(1)})`;
    console.log(`  ${spread}`.padEnd(80), `${row.times_memcpy}x`.padStart(8), [kind ?? role, peerVersion, row.peak_mb === '' ? undefined : `${row.peak_mb} MB`].filter((part) => part !== undefined).join(', '));
    return row;
  });
  for (const [name, other] of RATIOS) {
    if (!median.has(name) || !median.has(other)) continue;
    const ratio = median.get(name) / median.get(other);
    console.log(`  ${name} takes ${ratio.toFixed(2)} times ${other}${ratio < 1 ? ` (${(1 / ratio).toFixed(1)}x faster)` : ''}`);
  }
  console.log();
  return rows;
}

function exitWith(message) {
  console.error(message);
  process.exit(2);
}
