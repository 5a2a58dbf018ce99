// Writes models/recipe/tests/core_operations.json: what operations make of colours, for the recipe's PyTorch versions to be held to.
// Run it after changing one of these operations. Colours are nodes of every LUT that stands for an operation, so nothing is interpolated.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importTypeScript } from './generate/import-typescript.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { applyPlan, parseRecipe, planWithoutPhoto } = await importTypeScript(root, [
  "export { applyPlan } from './packages/core/src/apply/apply-plan.ts';",
  "export { parseRecipe } from './packages/core/src/recipe/parse-recipe.ts';",
  "export { planWithoutPhoto } from './packages/core/src/plan/plan-without-photo.ts';",
]);

const band = (hue = 0, chroma = 0, lightness = 0) => ({ hue, chroma, lightness });
const CASES = [
  { op: 'exposure', ev: 0.7 },
  { op: 'exposure', ev: -1.2 },
  { op: 'contrast', gain: 1.3, pivot: 0.45 },
  { op: 'whiteBalance', gains: [1.1, 1, 0.85] },
  { op: 'whiteBalance', temperature: 8200, tint: 12 },
  { op: 'whiteBalance', temperature: 5100, tint: -25 },
  { op: 'saturation', gain: 1.4, axis: 'oklab' },
  { op: 'saturation', gain: 0.4, axis: 'luma' },
  { op: 'saturation', gain: 0.6, axis: 'average' },
  { op: 'toneCurve', points: [[0, 0.06], [0.25, 0.2], [0.7, 0.8], [1, 0.96]] },
  { op: 'toneCurve', redPoints: [[0, 0], [0.5, 0.58], [1, 1]], bluePoints: [[0, 0.1], [1, 0.9]] },
  { op: 'toneCurve', points: [[0, 0], [0.3, 0.2], [0.8, 0.9], [1, 1]], mode: 'hue-preserving' },
  { op: 'levels', black: 0.05, white: 0.95, gamma: 1.2 },
  { op: 'tone', highlights: -0.6, shadows: 0.5, whites: 0.3, blacks: -0.4 },
  { op: 'tone', highlights: 0.4, shadows: -0.7, whites: -0.5, blacks: 0.8 },
  { op: 'vibrance', amount: 0.7 },
  { op: 'vibrance', amount: -0.6 },
  { op: 'hsl', orange: band(-8, 0.3, 0.2), blue: band(-25, 0.2, -0.4), green: band(20, -0.5, 0) },
  { op: 'hsl', red: band(15, 0.4), yellow: band(-12, 0.1, 0.3), aqua: band(0, -0.8, 0.2) },
  { op: 'colorGrade', shadows: { hue: 210, amount: 0.6, lightness: 0.1 }, highlights: { hue: 40, amount: 0.5, lightness: -0.1 }, balance: 0.2 },
  { op: 'colorGrade', midtones: { hue: 330, amount: 0.4, lightness: 0.3 } },
  { op: 'blackWhite', red: 0.4, blue: -0.6 },
  { op: 'blackWhite' },
];

const EDGE = 9;
const input = [];
for (let node = 0; node < EDGE ** 3; node += 3) input.push(...[node % EDGE, Math.floor(node / EDGE) % EDGE, Math.floor(node / EDGE ** 2)].map((part) => part / (EDGE - 1)));
const round = (value) => Math.round(value * 1e5) / 1e5;

const cases = [];
for (const operation of CASES) {
  const recipe = parseRecipe(JSON.stringify({ schema: 'openretouch/recipe@1', name: 'recorded', operations: [operation] }));
  const raster = { data: Float32Array.from(input), width: input.length / 3, height: 1, channels: 3, bitDepth: 32, encoding: 'srgb', alpha: 'none' };
  const { data } = await applyPlan(await planWithoutPhoto(recipe), raster, { implementation: 'reference' });
  cases.push({ operation, output: Array.from(data, round) });
}
const lines = cases.map((one) => JSON.stringify(one)).join(',\n');
writeFileSync(`${root}models/recipe/tests/core_operations.json`, `{"madeBy":"scripts/record-operations.mjs","input":${JSON.stringify(input)},"cases":[\n${lines}\n]}\n`);
console.log(`${cases.length} cases of ${input.length / 3} colours`);
