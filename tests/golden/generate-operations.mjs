// Writes operations.json: culori (npm) here; Pillow, NumPy, SciPy, Little CMS and ImageMagick through generate-operations.py.
// Run: node tests/golden/generate-operations.mjs   (PYTHON names the interpreter, default python3)
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { converter } from 'culori';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('culori/package.json'), 'utf8'));
const python = JSON.parse(execFileSync(process.env.PYTHON ?? 'python3', [here('generate-operations.py')], { encoding: 'utf8', maxBuffer: 1 << 26 }));

const toOklch = converter('oklch');
const toRgb = converter('rgb');
const toLinear = converter('lrgb');
const round = (value) => Math.round(value * 1e9) / 1e9;

const culori = [0, 0.5, 1.8].map((gain) => ({
  name: `chroma of oklch times ${gain}`,
  tool: `culori ${version}`,
  command: "converter('oklch'), c * gain, converter('rgb')",
  tolerance: 'oklab',
  entry: { op: 'saturation', gain, axis: 'oklab' },
  output: python.codes.map(([r, g, b]) => {
    const lch = toOklch({ mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 });
    const rgb = toRgb({ ...lch, c: lch.c * gain });
    return [round(rgb.r), round(rgb.g), round(rgb.b)];
  }),
}));

/** Hues of skin at half, and a raised cosine of 15 degrees on either side. */
const skinShare = (hue) => {
  const away = hue < 25 ? 25 - hue : hue > 70 ? hue - 70 : 0;
  return away >= 15 ? 1 : 0.75 - 0.25 * Math.cos((Math.PI * away) / 15);
};
const largestChroma = toOklch({ mode: 'rgb', r: 1, g: 0, b: 1 }).c;
/** Linear light may be 0.0077 L^3 below 0: sRGB has a dent beside blue. */
const isInSrgb = (lch) => {
  const { r, g, b } = toLinear({ mode: 'oklch', ...lch });
  return Math.min(r, g, b) >= -0.0077 * lch.l ** 3 && Math.max(r, g, b) <= 1 + 1e-9;
};
const largestChromaAt = (l, h) => {
  let [inside, outside] = [0, 0.4];
  while (outside - inside > 1e-9) {
    const c = (inside + outside) / 2;
    if (isInSrgb({ l, c, h })) inside = c;
    else outside = c;
  }
  return inside;
};
const vibrance = [1, 0.4, -1].flatMap((amount) =>
  [
    { at: 'nodes', name: `chroma of oklch for vibrance ${amount}`, tolerance: 'oklab', colours: python.nodes },
    { name: `chroma of oklch for vibrance ${amount}, between nodes`, tolerance: 'colorMapBetweenNodes', colours: python.codes.map((code) => code.map((value) => value / 255)) },
  ].map(({ colours, ...rest }) => ({
    ...rest,
    tool: `culori ${version}`,
    command: "converter('oklch'), c times the definition's factor, converter('rgb')",
    entry: { op: 'vibrance', amount },
    output: colours.map(([r, g, b]) => {
      const lch = toOklch({ mode: 'rgb', r, g, b });
      const most = amount > 0 ? largestChromaAt(lch.l, lch.h ?? 0) : largestChroma;
      const left = lch.c < 1e-6 ? 0 : Math.max(1 - lch.c / most, 0);
      const rgb = toRgb({ ...lch, c: lch.c * (1 + amount * skinShare(lch.h ?? 180) * left ** 2) });
      return [round(rgb.r), round(rgb.g), round(rgb.b)];
    }),
  })),
);

const golden = {
  command: 'node tests/golden/generate-operations.mjs',
  dtype: 'float64 unless the tool counts in 8 or 16 bit',
  tolerances: 'tests/tolerances.ts, section golden, with the reason of each',
  codes: python.codes,
  nodes: python.nodes,
  cases: [...python.cases, ...culori, ...vibrance],
};
// Innermost arrays stay on one line, so that a changed value is one changed line.
const text = JSON.stringify(golden, null, 1).replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '));
writeFileSync(here('operations.json'), `${text}\n`);
