// Alternating rounds on CPU time. A loop of our own, not a benchmark library: libraries run one task to its end before the next and
// read the wall clock, and on a machine with other work both move ratios by more than what is measured.

/** A sample shorter than this is repeated until it is not: the clock of CPU time ticks coarsely. */
const SHORTEST_SAMPLE_MILLISECONDS = 15;
const WARM_UP_ROUNDS = 2;

/**
 * @returns by task name, the samples in milliseconds of CPU time (user and system, all threads of the process) of one run.
 */
export async function measure(tasks, rounds, onRound = () => {}) {
  const repeats = new Map();
  const samples = new Map(tasks.map((task) => [task.name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (const task of tasks) {
      const count = repeats.get(task.name) ?? 1;
      globalThis.gc?.();
      const milliseconds = await cpuTime(task.run, count);
      if (round >= 0) samples.get(task.name).push(milliseconds / count);
      else repeats.set(task.name, Math.max(1, Math.ceil(SHORTEST_SAMPLE_MILLISECONDS / Math.max(milliseconds / count, 0.01))));
    }
    onRound(round);
  }
  return samples;
}

async function cpuTime(run, count) {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i += 1) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @returns the value below which `fraction` of the samples lie, linearly between neighbours. */
export function quantile(samples, fraction) {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const low = Math.floor(position);
  return sorted[low] + (position - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
