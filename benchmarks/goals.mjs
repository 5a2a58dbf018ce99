// What is asked of the kernels, as ratios of one run at 12 MP (1 MP for the network on every pixel), one thread unless the row says so.

const CHAIN = 'wasm: chain: exposure, contrast, gains, saturation, tone curve';
/** Pixels of 3840 x 2160 over those of 12 MP. */
const FOUR_K = (3840 * 2160) / 12e6;
/** The chain's floor is a copy and a second read, for the mean: 12 bytes a pixel where memcpy moves 8. */
const CHAIN_FLOOR = 1.5;

const LUT = 'wasm: LUT 33';
const faster = (peer, times, { task = LUT, what = 'LUT 33', than = peer, megapixels = 12 } = {}) => ({ goal: `${what}: at least ${times} times as fast as ${than}`, minimum: times, value: (of) => of(peer, megapixels) / of(task, megapixels), unit: 'x' });
const files = (peer, measure) => ({
  goal: `12 MP JPEG to JPEG: no slower than ${peer} (${measure === 'wall' ? 'wall' : 'processor time'})`,
  maximum: 1,
  value: (of) => of('file to file: openretouch --lut', 12, measure) / of(`file to file: ${peer}`, 12, measure),
  unit: 'x',
});

const threads = (task, megapixels) => ({
  goal: `two threads on ${megapixels} MP in shared memory, ${task}: at least 1.8 times one (wall)`,
  minimum: 1.8,
  value: (of) => of(`wasm: ${task}`, megapixels, 'wall') / of(`wasm, 2 threads, shared memory: ${task}`, megapixels, 'wall'),
  unit: 'x',
});

/** Each: a sentence, `maximum` or `minimum`, perhaps `stretch` beyond it, and how the value follows from medians: `of(task, megapixels, measure)`, measure `cpu` (default), `wall` or `peak`. */
export const GOALS = [
  { goal: 'LUT 33: at most 8 times memcpy', maximum: 8, stretch: 6, value: (of) => of(LUT, 12) / of('memcpy', 12), unit: 'x' },
  faster('ffmpeg lut3d', 5),
  faster('OpenColorIO', 5),
  faster('Pillow Color3DLUT', 5),
  faster('GraphicsMagick -hald-clut', 5),
  faster('ImageMagick -hald-clut', 50),
  faster('LUT 33', 4, { than: 'our TypeScript' }),
  { goal: 'LUT 65: within 10 % of LUT 33', maximum: 1.1, value: (of) => of('wasm: LUT 65', 12) / of(LUT, 12), unit: 'x' },
  { goal: 'chain with its mean pass: at most 6 times its floor', maximum: 6, value: (of) => (of(CHAIN, 12) + of('wasm: count levels', 12)) / (CHAIN_FLOOR * of('memcpy', 12)), unit: 'x' },
  { goal: 'chain with a sampled mean: at most 4 times its floor', maximum: 4, value: (of) => of(CHAIN, 12) / (CHAIN_FLOOR * of('memcpy', 12)), unit: 'x' },
  faster('sharp linear + recomb', 5, { task: CHAIN, what: 'chain', than: "sharp's linear and recomb" }),
  faster('numpy chain', 8, { task: CHAIN, what: 'chain', than: 'numpy' }),
  { goal: 'grid at 3840 x 2160', maximum: 160, stretch: 100, value: (of) => of('wasm: grid 64 x 48', 12) * FOUR_K, unit: 'ms' },
  { goal: 'edge-aware grid at 3840 x 2160', maximum: 250, stretch: 160, value: (of) => of('wasm: grid 64 x 48 x 8', 12) * FOUR_K, unit: 'ms' },
  { goal: 'baking 33 nodes from a network', maximum: 15, value: (of) => of('wasm: bake network 33', 12), unit: 'ms' },
  { goal: 'baking 65 nodes from a network', maximum: 100, value: (of) => of('wasm: bake network 65', 12), unit: 'ms' },
  faster('onnxruntime-web, colour map on every pixel', 3, { task: 'wasm: network on every pixel', what: 'network on every pixel, 1 MP', than: 'onnxruntime-web', megapixels: 1 }),
  threads('LUT 33', 12),
  threads('LUT 33', 24),
  threads('LUT 33 through a mask', 12),
  threads('LUT 33 through a mask', 24),
  ...['csrnet', 'cudi'].map((op) => ({ goal: `deciding by ${op} in a new process`, maximum: 300, value: (of) => of(`learned: ${op} decides, new process`, 1), unit: 'ms' })),
  { goal: 'csrnet at 24 MP in memory: copy, decision, baking, applying', maximum: 300, stretch: 250, value: (of) => of('learned: csrnet, end to end', 24), unit: 'ms' },
  { goal: 'cudi at 3840 x 2160 in memory', maximum: 250, value: (of) => of('learned: cudi, 3840 x 2160', 1), unit: 'ms' },
  files('ffmpeg lut3d', 'cpu'),
  files('ffmpeg lut3d', 'wall'),
  files('GraphicsMagick -hald-clut', 'cpu'),
  files('GraphicsMagick -hald-clut', 'wall'),
  { goal: '24 MP JPEG to JPEG: peak memory of the process', maximum: 350, value: (of) => of('file to file: openretouch --lut', 24, 'peak'), unit: 'MB' },
];

const COLUMNS = { cpu: 'median_cpu_ms', wall: 'median_wall_ms', peak: 'peak_mb' };

/**
 * @param rows - of one results file, or of one run.
 * @returns each goal with `value` and `verdict` (`met`, `met, and the stretch`, `missed`), or `not measured` where a row is absent.
 */
export function judgeGoals(rows) {
  const of = (task, megapixels, measure = 'cpu') => {
    const row = rows.find((candidate) => candidate.task === task && Number(candidate.megapixels) === megapixels);
    return row === undefined ? Number.NaN : Number(row[COLUMNS[measure]] || Number.NaN);
  };
  return GOALS.map(({ goal, maximum, minimum, stretch, value: compute, unit }) => {
    const value = compute(of);
    if (!Number.isFinite(value)) return { goal, maximum, minimum, unit, verdict: 'not measured' };
    const meets = (limit) => (maximum === undefined ? value >= limit : value <= limit);
    const verdict = !meets(maximum ?? minimum) ? 'missed' : stretch !== undefined && meets(stretch) ? `met, and the stretch of ${stretch}` : 'met';
    return { goal, maximum, minimum, unit, value, verdict };
  });
}

/** @returns a goal's value, bound and verdict as text. */
export function describeGoal({ value, maximum, minimum, unit, verdict }) {
  if (value === undefined) return verdict;
  const space = unit === 'x' ? '' : ' ';
  const format = (number) => `${number >= 100 || Number.isInteger(number) ? Math.round(number) : number.toFixed(number >= 10 ? 1 : 2)}${space}${unit}`;
  return `${format(value)} (${maximum === undefined ? 'at least' : 'at most'} ${format(maximum ?? minimum)}): ${verdict}`;
}
