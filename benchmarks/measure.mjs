// Alternating rounds on processor time. A loop of our own, not a benchmark library: libraries run one task to its end before the next and
// read the wall clock, and on a machine with other work both move ratios by more than what is measured.

/** A sample shorter than this is repeated until it is not: the clock of processor time ticks coarsely. */
const SHORTEST_SAMPLE_MILLISECONDS = 15;
const WARM_UP_ROUNDS = 2;
/** What an engine's own threads need to give back the memory of the task before: beside a sample they would count as its work, and take the second processor. */
const REST_MILLISECONDS = 30;

/**
 * @returns by task name, the samples of one run: `{ cpuMilliseconds, wallMilliseconds, peakBytes? }`, processor time being that of user and system, all
 * threads of the process. Other programs (tasks with `sample`) are not warmed up: each run of one starts cold.
 */
export async function measure(tasks, rounds, onRound = () => {}) {
  const repeats = new Map();
  const samples = new Map(tasks.map((task) => [task.name, []]));
  for (let round = -Math.min(WARM_UP_ROUNDS, rounds); round < rounds; round += 1) {
    for (const task of tasks) {
      if (round >= (task.maximumRounds ?? Infinity)) continue;
      if (task.sample !== undefined) {
        if (round >= 0) samples.get(task.name).push(await task.sample());
        continue;
      }
      const count = repeats.get(task.name) ?? 1;
      globalThis.gc?.();
      await new Promise((resume) => setTimeout(resume, REST_MILLISECONDS));
      const { cpuMilliseconds, wallMilliseconds } = await time(task.run, count);
      if (round >= 0) samples.get(task.name).push({ cpuMilliseconds: cpuMilliseconds / count, wallMilliseconds: wallMilliseconds / count });
      else repeats.set(task.name, Math.max(1, Math.ceil(SHORTEST_SAMPLE_MILLISECONDS / Math.max(cpuMilliseconds / count, 0.01))));
    }
    onRound(round);
  }
  return samples;
}

async function time(run, count) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  for (let i = 0; i < count; i += 1) await run();
  const wallMilliseconds = performance.now() - wall;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMilliseconds: (user + system) / 1000, wallMilliseconds };
}

/** @returns the value below which `fraction` of the samples lie, linearly between neighbours. */
export function quantile(samples, fraction) {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * fraction;
  const low = Math.floor(position);
  return sorted[low] + (position - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}
