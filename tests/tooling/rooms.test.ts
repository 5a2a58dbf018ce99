import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config, { ROOMS } from '../../.dependency-cruiser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const core = (file: string): string => `packages/core/src/${file}`;

/** One wrong import for each rule: the file it is written into, and the line. New files are made where there is none. */
const PLANTS: Record<string, { readonly file: string; readonly line: string }> = {
  'room-errors': { file: core('errors.ts'), line: "import '../src/color/luma.js';" },
  'room-cancel': { file: core('cancel.ts'), line: "import './errors.js';" },
  'room-color': { file: core('color/luma.ts'), line: "import type { Raster } from '../raster/raster.js';" },
  'room-raster': { file: core('raster/convert.ts'), line: "import '../transforms/matrix.js';" },
  'room-raster-types': { file: core('raster/feather.ts'), line: "import { histogramBin } from '../analyse/histogram.js';" },
  'room-transforms': { file: core('transforms/curve.ts'), line: "import '../plan/plan-retouch.js';" },
  'room-transforms-types': { file: core('transforms/lut3d.ts'), line: "import { fullScale } from '../raster/raster.js';" },
  'room-compare': { file: core('compare/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'room-analyse': { file: core('analyse/analyse.ts'), line: "import type { Recipe } from '../recipe/recipe.js';" },
  'room-operations': { file: core('operations/lut.ts'), line: "import type { Recipe } from '../recipe/recipe.js';" },
  'room-operations-types': { file: core('operations/levels.ts'), line: "import { measureStatistics } from '../analyse/statistics.js';" },
  'room-describe': { file: core('describe/planted.ts'), line: "import type { Recipe } from '../recipe/recipe.js';" },
  'room-describe-types': { file: core('describe/planted.ts'), line: "import { fullScale } from '../raster/raster.js';" },
  'room-recipe': { file: core('recipe/lut-asset.ts'), line: "import type { Plan } from '../plan/plan.js';" },
  'room-recipe-types': { file: core('recipe/lut-asset.ts'), line: "import { fullScale } from '../raster/raster.js';" },
  'room-preference': { file: core('preference/planted.ts'), line: "import '../plan/plan-retouch.js';" },
  'room-preference-types': { file: core('preference/planted.ts'), line: "import { analyse } from '../analyse/analyse.js';" },
  'room-presets': { file: core('presets/planted.ts'), line: "import '../plan/plan-retouch.js';" },
  'room-formats': { file: core('formats/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'room-formats-types': { file: core('formats/planted.ts'), line: "import { bakePlan } from '../bake/bake-plan.js';" },
  'room-plan': { file: core('plan/blend-copy.ts'), line: "import '../apply/apply-plan.js';" },
  'room-plan-types': { file: core('plan/convert-space.ts'), line: "import { fullScale } from '../raster/raster.js';" },
  'room-apply': { file: core('apply/coverage.ts'), line: "import '../operations/registry.js';" },
  'room-apply-types': { file: core('apply/pixel-io.ts'), line: "import { planRetouch } from '../plan/plan-retouch.js';" },
  'room-bake': { file: core('bake/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'room-bake-types': { file: core('bake/planted.ts'), line: "import { fullScale } from '../raster/raster.js';" },
  'room-sliders': { file: core('sliders/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'room-sliders-types': { file: core('sliders/planted.ts'), line: "import { fullScale } from '../raster/raster.js';" },
  'room-series': { file: core('series/planted.ts'), line: "import '../bake/bake-plan.js';" },
  'room-series-types': { file: core('series/planted.ts'), line: "import { analyse } from '../analyse/analyse.js';" },
  'room-looks': { file: core('looks/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'room-looks-types': { file: core('looks/planted.ts'), line: "import '../transforms/matrix.js';" },
  'room-inference': { file: core('inference/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'room-inference-types': { file: core('inference/planted.ts'), line: "import '../operations/registry.js';" },
  'room-retouch-types': { file: core('retouch.ts'), line: "import './operations/registry.js';" },
  'room-retouch': { file: core('retouch.ts'), line: "import './transforms/matrix.js';" },
  'room-worker': { file: core('worker/planted.ts'), line: "import '../inference/sha256.js';" },
  'room-host': { file: core('host/planted.ts'), line: "import '../decode/planted.js';" },
  'room-host-types': { file: core('host/planted.ts'), line: "import '../worker/base64.js';" },
  'room-photo-file': { file: core('photo-file/planted.ts'), line: "import '../apply/apply-plan.js';" },
  'core-room-is-known': { file: core('decode/planted.ts'), line: "import '../errors.js';" },
  'core-knows-no-host-or-node': { file: core('apply/apply-plan.ts'), line: "import 'node:fs';" },
  'core-knows-no-other-package': { file: core('retouch.ts'), line: "import '@openretouch/models';" },
  'core-libraries-where-files-are-read': { file: core('color/lab.ts'), line: "import '@scure/base';" },
  'generated-only-from-recipe': { file: core('apply/apply-plan.ts'), line: "import '../recipe/planted.generated.js';" },
  'cli-uses-public-entry': { file: 'packages/cli/src/main.ts', line: "import '../../core/src/color/luma.js';" },
  'room-kernels': { file: 'packages/kernels/src/run.ts', line: "import { applyPlan } from '@openretouch/core';" },
  'kernels-run-anywhere': { file: 'packages/kernels/src/instantiate.ts', line: "import 'node:fs';" },
  'psd-uses-public-entry': { file: 'packages/psd/src/layer-mask.ts', line: "import '../../core/src/color/luma.js';" },
  'psd-runs-anywhere': { file: 'packages/psd/src/layer-mask.ts', line: "import 'node:fs';" },
  'comlink-only-in-worker': { file: 'packages/engine/src/pause.ts', line: "import 'comlink';" },
  'engine-uses-public-entry': { file: 'packages/engine/src/pause.ts', line: "import '../../core/src/color/luma.js';" },
  'panel-uses-public-entry': { file: 'packages/panel/src/panel.tsx', line: "import '../../core/src/color/luma.js';" },
  'panel-session-has-no-framework': { file: 'packages/panel/src/session/steps.ts', line: "import 'preact';" },
  'studio-uses-public-entry': { file: 'packages/studio/src/page/context.ts', line: "import '../../../core/src/color/luma.js';" },
  'room-models': { file: 'models/src/index.ts', line: "import '../../packages/core/src/color/luma.js';" },
  'models-run-anywhere': { file: 'models/src/manifest.ts', line: "import 'node:path';" },
  'not-to-test': { file: 'packages/cli/src/main.ts', line: "import '../../../tests/planted.js';" },
  'not-to-dev-dep': { file: 'models/src/manifest.ts', line: "import 'planted-development-tool';" },
  'not-to-undeclared': { file: 'models/src/manifest.ts', line: "import 'typescript';" },
  'not-to-unresolvable': { file: 'packages/cli/src/main.ts', line: "import '@openretouch/core/src/color/luma.js';" },
  'no-circular': { file: core('color/matrix3.ts'), line: "import './rgb-xyz.js';" },
  'no-orphans': { file: core('color/planted.ts'), line: 'export const planted = 1;' },
};

interface Violation {
  readonly rule: string;
  readonly file: string;
}

/** @returns a copy of what the rules look at, without built files, in an empty folder. */
function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'rooms-'));
  for (const name of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.base.json']) cpSync(join(root, name), join(copy, name));
  const isSource = (path: string): boolean => !/[\\/](dist|node_modules|conformance)$/.test(path);
  for (const name of ['packages', 'models']) cpSync(join(root, name), join(copy, name), { recursive: true, filter: isSource });
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@openretouch'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@openretouch' && name !== 'openretouch' && name !== '.bin') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const [name, directory] of [['core', 'packages/core'], ['kernels', 'packages/kernels'], ['engine', 'packages/engine'], ['panel', 'packages/panel'], ['models', 'models']] as const) {
    symlinkSync(join(copy, directory), join(modules, '@openretouch', name));
    for (const file of ['index.js', 'index.d.ts']) write(copy, `${directory}/dist/${file}`, 'export {};\n');
  }
  const entries = ['core/dist/inference/index', 'core/dist/worker/index', 'core/dist/worker/library/index', 'core/dist/photo-file/index', 'kernels/dist/node', 'kernels/dist/web'];
  for (const entry of entries) for (const type of ['js', 'd.ts']) write(copy, `packages/${entry}.${type}`, 'export {};\n');
  write(copy, 'packages/cli/dist/main.js', 'export {};\n');
  return copy;
}

function write(copy: string, file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  appendFileSync(join(copy, file), text);
}

async function violationsOf(copy: string): Promise<Violation[]> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const run = promisify(execFile)(process.execPath, [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'packages', 'models'], { cwd: copy, maxBuffer: 1e8 });
  const { stdout } = await run.catch((failure: { stdout: string }) => failure);
  const result = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return result.summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
}

describe('the rules of the rooms', () => {
  let copy = '';
  let before: Violation[] = [];
  let after: Violation[] = [];

  beforeAll(async () => {
    copy = copyRepository();
    before = await violationsOf(copy);
    write(copy, core('recipe/planted.generated.js'), 'export {};\n');
    write(copy, 'tests/planted.ts', 'export {};\n');
    write(copy, 'node_modules/planted-development-tool/index.js', 'export {};\n');
    write(copy, 'node_modules/planted-development-tool/package.json', '{"name":"planted-development-tool","type":"module","main":"index.js"}');
    const manifest = { name: '@openretouch/models', type: 'module', exports: { '.': './dist/index.js' }, devDependencies: { 'planted-development-tool': '1.0.0' } };
    writeFileSync(join(copy, 'models/package.json'), JSON.stringify(manifest));
    for (const { file, line } of Object.values(PLANTS)) write(copy, file, `${line}\n`);
    after = await violationsOf(copy);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('hold for the repository as it is', () => {
    expect(before).toEqual([]);
  });

  it('have a wrong import planted for each of them', () => {
    expect(Object.keys(PLANTS).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it('each say how to fix what they find', () => {
    for (const { name, comment } of config.forbidden) expect(comment, name).toMatch(/Fix: ./);
  });

  it('are those of the table in docs/architecture.md', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `([a-z-]+)` \| ([a-z, ]*) \| ?([a-z, ]*?) ?\| /gm)].map(([, room, may, types]) => ({ room, may, types }));
    const enforced = ROOMS.map(({ room, may, types }) => ({ room, may: may.join(', ') || 'nothing', types: (types ?? []).join(', ') }));
    expect(documented).toEqual(enforced);
  });

  it.each(Object.entries(PLANTS))('%s fails on a wrong import', (rule, { file }) => {
    expect(after).toContainEqual({ rule, file });
  });
});
