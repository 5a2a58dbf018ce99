// Writes color-operations.json: hsl, blackWhite and colorGrade from their definitions in docs/operations.md, on culori's colour
// spaces. Nothing here is shared with the product: weights by distance, hues by a midpoint rule, the gamut through
// culori's conversions, tints by logarithms. Colours are nodes of a cube of 33, where the product's table holds the function itself.
// Run: node tests/golden/generate-color-operations.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { converter } from 'culori';

const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('culori/package.json'), 'utf8'));
const toOklch = converter('oklch');
const toOklab = converter('oklab');
const toRgb = converter('rgb');
const toLinear = converter('lrgb');
const round = (value) => Math.round(value * 1e7) / 1e7;

const greys = [0, 1, 3, 9, 16, 24, 31, 32].map((v) => [v, v, v]);
const edge = [0, 4, 11, 20, 32];
const nodes = [...greys, ...edge.flatMap((b) => edge.flatMap((g) => edge.map((r) => [r, g, b]))), [15, 16, 17], [17, 16, 16], [22, 17, 14], [9, 6, 5], [20, 24, 29]];

const bands = { red: 20, orange: 50, yellow: 95, green: 140, aqua: 195, blue: 255, purple: 300, magenta: 345 };
const centres = Object.values(bands);
const turn = (degrees) => ((degrees % 360) + 360) % 360;

/** A hump over each centre: half a cosine down to the centre on either side. */
function weights(hue) {
  return centres.map((centre, i) => {
    const above = turn(centres[(i + 1) % 8] - centre);
    const below = turn(centre - centres[(i + 7) % 8]);
    const up = turn(hue - centre);
    const down = turn(centre - hue);
    if (up < above) return (1 + Math.cos((Math.PI * up) / above)) / 2;
    return down < below ? (1 + Math.cos((Math.PI * down) / below)) / 2 : 0;
  });
}

const weigh = (hue, values) => weights(hue).reduce((sum, weight, i) => sum + weight * values[i], 0);

function drift(hue, shifts) {
  if (shifts.every((shift) => shift === 0)) return hue;
  const steps = 2000;
  let at = hue;
  for (let i = 0; i < steps; i += 1) at += weigh(at + weigh(at, shifts) / steps / 2, shifts) / steps;
  return at;
}

const lighten = (l, c, weight) => (l <= 0 ? l : l ** (2 ** ((-1.4 * weight * c * c) / (c + 0.1) / (c + 0.015))));

function edgeOfRgb(l, h) {
  let low = 0;
  let high = 0.4;
  for (let i = 0; i < 40; i += 1) {
    const c = (low + high) / 2;
    const { r, g, b } = toLinear({ mode: 'oklch', l, c, h });
    if (Math.min(r, g, b) >= -0.0077 * l ** 3 && Math.max(r, g, b) <= 1 + 1e-9) low = c;
    else high = c;
  }
  return low;
}

const ofNode = ([r, g, b]) => ({ mode: 'rgb', r: r / 32, g: g / 32, b: b / 32 });
const isGrey = ([r, g, b]) => r === g && g === b;
const list = ({ r, g, b }) => [round(r), round(g), round(b)];

function hsl(entry) {
  const of = (field) => Object.keys(bands).map((name) => entry[name]?.[field] ?? 0);
  return nodes.map((node) => {
    if (isGrey(node)) return node.map((value) => round(value / 32));
    const { l, c, h } = toOklch(ofNode(node));
    const fade = (c * c) / (c * c + 0.0004);
    const lightness = lighten(l, c, weigh(h, of('lightness')));
    const hue = h + (drift(h, of('hue')) - h) * fade;
    const change = weigh(h, of('chroma'));
    const gain = (change < 0 ? 1 + change : 1 + change * fade) * Math.min(1, lightness / l);
    const before = edgeOfRgb(l, h);
    const after = edgeOfRgb(lightness, hue);
    const excess = (gain * before) / after;
    const chroma = excess <= 1 ? c * gain : c >= before ? (after * c) / before : (c * gain) / Math.hypot(Math.sqrt(1 - (c / before) ** 2), (excess * c) / before);
    return list(toRgb({ mode: 'oklch', l: lightness, c: chroma, h: hue }));
  });
}

function blackWhite(entry) {
  return nodes.map((node) => {
    const { l, c, h = 0 } = isGrey(node) ? { ...toOklch(ofNode(node)), c: 0 } : toOklch(ofNode(node));
    const { g } = toRgb({ mode: 'oklab', l: lighten(l, c, weigh(h, Object.keys(bands).map((name) => entry[name] ?? 0))), a: 0, b: 0 });
    return [round(g), round(g), round(g)];
  });
}

const odds = (v) => Math.log(v) - Math.log(1 - v);

function colorGrade({ shadows = {}, midtones = {}, highlights = {}, balance = 0 }) {
  const offsets = [shadows, midtones, highlights].map(({ hue = 0, amount = 0, lightness = 0 }) => {
    const { a, b } = toOklab({ mode: 'hsv', h: hue, s: 1, v: 1 });
    const angle = Math.atan2(b, a);
    const grey = toOklab({ mode: 'rgb', r: 0.5, g: 0.5, b: 0.5 }).l;
    const tinted = toRgb({ mode: 'oklab', l: grey, a: 0.1 * amount * Math.cos(angle), b: 0.1 * amount * Math.sin(angle) });
    return [tinted.r, tinted.g, tinted.b].map((value) => odds(value) + 0.6 * lightness);
  });
  return nodes.map((node) => {
    const [r, g, b] = node.map((value) => value / 32);
    const place = Math.pow(0.299 * r + 0.587 * g + 0.114 * b, Math.pow(2, -balance));
    const hump = (centre) => (Math.abs(place - centre) < 0.5 ? Math.cos(Math.PI * (place - centre)) ** 2 : 0);
    const shares = [hump(0), hump(0.5), hump(1)];
    return [r, g, b].map((value, c) => {
      if (value === 0 || value === 1) return value;
      const move = shares.reduce((sum, share, zone) => sum + share * offsets[zone][c], 0);
      return round(1 / (1 + Math.exp(-odds(value) - move)));
    });
  });
}

const definitions = { hsl, blackWhite, colorGrade };
const entries = [
  { op: 'hsl', blue: { hue: -8, chroma: 0.2 } },
  { op: 'hsl', red: { hue: 30 }, orange: { hue: -30 }, green: { hue: 25 }, purple: { hue: -30 }, magenta: { hue: 30 } },
  { op: 'hsl', red: { chroma: 1 }, yellow: { chroma: 1 }, green: { chroma: -1 }, blue: { chroma: 0.6 }, magenta: { chroma: -0.5 } },
  { op: 'hsl', orange: { lightness: 1 }, green: { lightness: -1 }, aqua: { lightness: 0.5 }, blue: { lightness: -1 }, magenta: { lightness: 1 } },
  { op: 'hsl', yellow: { hue: 20, chroma: 0.5, lightness: -0.5 }, aqua: { hue: 30, chroma: 1, lightness: 0.6 }, blue: { hue: 20, chroma: 0.4, lightness: -0.7 } },
  { op: 'blackWhite' },
  { op: 'blackWhite', red: 0.5, orange: 0.2, yellow: 0.4, green: -0.3, aqua: -0.6, blue: -1, magenta: 1 },
  { op: 'colorGrade', shadows: { hue: 220, amount: 0.2 }, balance: -0.1 },
  { op: 'colorGrade', shadows: { hue: 200, amount: 1 }, midtones: { hue: 300, amount: 0.3 }, highlights: { hue: 40, amount: 1 }, balance: 0.6 },
  { op: 'colorGrade', shadows: { lightness: -1 }, midtones: { lightness: 1, hue: 120, amount: 0.5 }, highlights: { lightness: -0.5 }, balance: -1 },
];

const golden = {
  command: 'node tests/golden/generate-color-operations.mjs',
  tool: `culori ${version}`,
  dtype: 'float64, rounded to 7 digits',
  tolerances: 'tests/tolerances.ts, section golden, colorOperations',
  nodes,
  cases: entries.map((entry) => ({ entry, output: definitions[entry.op](entry) })),
};
const text = JSON.stringify(golden, null, 1).replace(/\[[^[\]{}]*\]/g, (values) => values.replace(/\s+/g, ' '));
writeFileSync(fileURLToPath(new URL('color-operations.json', import.meta.url)), `${text}\n`);
