// Tables of results in pages, from a file of results. `npm run generate -- --check` compares the two.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeGoal, judgeGoals } from './goals.mjs';
import { readResults } from './results-file.mjs';

const BEGIN = /<!-- benchmarks: (results\/[a-z0-9-]+\.csv) -->/;
const END = '<!-- end of benchmarks -->';
const CHAIN = 'chain: exposure, contrast, gains, saturation, tone curve';
const MEGAPIXELS = 12;

/** A row of work: its words, the task in TypeScript and in WebAssembly, and what stands beside it by the name of its task. */
const WORK = [
  {
    words: 'one 33-node LUT',
    task: 'LUT 33',
    beside: {
      'copying the pixels': 'memcpy',
      'ffmpeg, 8 bit': 'ffmpeg lut3d',
      GraphicsMagick: 'GraphicsMagick -hald-clut',
      OpenColorIO: 'OpenColorIO',
      Pillow: 'Pillow Color3DLUT',
      "G'MIC": "G'MIC map_clut",
      ImageMagick: 'ImageMagick -hald-clut',
    },
  },
  { words: 'the same in 16 bit', task: 'LUT 33, 16 bit' },
  { words: 'the same through a mask', task: 'LUT 33 through a mask' },
  {
    words: 'exposure, contrast, white balance, saturation and tone curve',
    task: CHAIN,
    beside: { "sharp's gain, offset and matrix, which is less work": 'sharp linear + recomb', numpy: 'numpy chain', 'OpenCV, rounded to 8 bit in between': 'OpenCV chain' },
  },
  { words: 'saturation in Oklab, exact', task: 'Oklab saturation, exact' },
  { words: 'the look `monochrome`, exact', task: 'look monochrome, exact' },
  { words: 'the same, baked where it pays (the default)', task: 'look monochrome, auto' },
  { words: 'an edge-aware grid of 64 x 48 x 8', wasm: 'wasm: grid 64 x 48 x 8' },
  { words: 'baking a network to 65 nodes', wasm: 'wasm: bake network 65' },
  { words: 'analysing the photo', task: 'analyse' },
];
const FILES = {
  openretouch: 'file to file: openretouch --lut',
  ffmpeg: 'file to file: ffmpeg lut3d',
  GraphicsMagick: 'file to file: GraphicsMagick -hald-clut',
};

/** The pages with tables of results, by path from the repository's root, and what makes theirs. */
const PAGES = { 'README.md': renderWork, 'benchmarks/README.md': renderGoals };

/**
 * @param readText - gives the text of a page by its path; by default the file's.
 * @param file - of results, below this folder; by default the one that each page names.
 * @returns by path, the pages with their tables made anew.
 */
export function renderPages(readText = readPage, file = undefined) {
  return Object.fromEntries(Object.entries(PAGES).map(([path, render]) => [path, replaceTables(path, readText(path), render, file)]));
}

/** @returns the text of a page of the repository, lines ended as on Unix. */
export function readPage(path) {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8').replace(/\r\n/g, '\n');
}

function replaceTables(path, text, render, file) {
  const begin = BEGIN.exec(text);
  const end = text.indexOf(END);
  if (begin === null || end < begin.index) throw new Error(`${path}: no "<!-- benchmarks: results/<machine>.csv -->" before "${END}"`);
  const name = file ?? begin[1];
  const rows = readResults(fileURLToPath(new URL(name, import.meta.url)));
  return `${text.slice(0, begin.index)}<!-- benchmarks: ${name} -->\n\n${render(rows).join('\n')}\n\n${text.slice(end)}`;
}

function renderWork(rows) {
  const find = (task, megapixels = MEGAPIXELS) => rows.find((row) => row.task === task && Number(row.megapixels) === megapixels);
  const time = (row) => (row === undefined ? '' : `${formatMilliseconds(Number(row.median_cpu_ms))} ms`);
  const beside = (entries = {}) => Object.entries(entries).flatMap(([words, task]) => (find(task) === undefined ? [] : [`${words} ${time(find(task))}`])).join('; ');
  const work = WORK.map(({ words, task, wasm = `wasm: ${task}`, beside: peers }) => `| ${words} | ${time(find(task))} | ${time(find(wasm))} | ${beside(peers)} |`.replaceAll(/\| +(?=\|)/g, '| '));
  const fileRow = ([words, task]) => {
    const [small, large] = [find(task), find(task, 24)];
    return small === undefined ? [] : [`| ${words} | ${time(small)} | ${formatMilliseconds(Number(small.median_wall_ms))} ms | ${small.peak_mb} MB | ${large === undefined ? '' : `${large.peak_mb} MB`} |`];
  };
  const fileRows = Object.entries(FILES).flatMap(fileRow);
  const { machine, node } = rows[0];
  const peers = [...new Set(rows.filter(({ role, peer_version: version }) => role === 'peer' && version !== '').map(({ task, peer_version: version }) => `${nameOfPeer(task)} ${version.replace(/^sharp /, '')}`))];
  return [
    `${machine}, Node ${node}.`,
    '',
    '| Work | TypeScript | WebAssembly | Beside it |',
    '|---|---|---|---|',
    ...work,
    ...(fileRows.length === 0 ? [] : ['', '| A 33-node LUT, JPEG to JPEG, whole process | CPU, 12 MP | wall, 12 MP | peak memory, 12 MP | 24 MP |', '|---|---|---|---|---|', ...fileRows]),
    ...(peers.length === 0 ? [] : ['', `Peers: ${peers.sort().join('; ')}.`]),
  ];
}

function renderGoals(rows) {
  return ['| Goal | |', '|---|---|', ...judgeGoals(rows).map((goal) => `| ${goal.goal} | ${describeGoal(goal)} |`)];
}

function nameOfPeer(task) {
  return task.replace('file to file: ', '').replace(/,? .*$/, '');
}

function formatMilliseconds(value) {
  return value < 10 ? value.toFixed(1) : String(value < 1000 ? Math.round(value) : Math.round(value / 10) * 10);
}
