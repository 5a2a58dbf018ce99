// Writes color.json from culori (npm) and, through generate-color.py, scikit-image, SciPy and NumPy.
// Run: node tests/golden/generate-color.mjs   (PYTHON names the interpreter, default python3)
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { converter, differenceCiede2000 } from 'culori';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('culori/package.json'), 'utf8'));

const python = JSON.parse(
  execFileSync(process.env.PYTHON ?? 'python3', [here('generate-color.py')], { encoding: 'utf8', maxBuffer: 1 << 26 }),
);

const srgbColors = [...python.lab.srgb, [-0.2, 0.5, 1.3], [1.2, -0.05, 0.01]];
const labOf = converter('lab65');
const oklabOf = converter('oklab');
const linearOf = converter('lrgb');
const displayP3Of = converter('p3');
const difference = differenceCiede2000();
const rgb = ([r, g, b]) => ({ mode: 'rgb', r, g, b });

const ramp = Array.from({ length: 81 }, (_, index) => (index - 20) / 40);
const culori = {
  tool: `culori ${version}`,
  transfer: { encoded: ramp, linear: ramp.map((v) => linearOf(rgb([v, v, v])).r) },
  srgb: srgbColors,
  linearSrgb: srgbColors.map((color) => {
    const { r, g, b } = linearOf(rgb(color));
    return [r, g, b];
  }),
  displayP3: srgbColors.map((color) => {
    const { r, g, b } = displayP3Of(rgb(color));
    return [r, g, b];
  }),
  lab: srgbColors.map((color) => {
    const { l, a, b } = labOf(rgb(color));
    return [l, a, b];
  }),
  oklab: srgbColors.map((color) => {
    const { l, a, b } = oklabOf(rgb(color));
    return [l, a, b];
  }),
  ciede2000: python.ciede2000.pairs.map(([l1, a1, b1, l2, a2, b2]) =>
    difference({ mode: 'lab65', l: l1, a: a1, b: b1 }, { mode: 'lab65', l: l2, a: a2, b: b2 }),
  ),
};

const golden = {
  command: 'node tests/golden/generate-color.mjs',
  dtype: 'float64',
  tolerances: 'tests/tolerances.ts, sections color and compare, with the reason of each',
  culori,
  scikitImage: python,
};

// Innermost arrays stay on one line, so that a changed value is one changed line.
const text = JSON.stringify(golden, null, 1).replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '));
writeFileSync(here('color.json'), `${text}\n`);
