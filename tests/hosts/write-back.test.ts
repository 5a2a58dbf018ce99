import { HostError, type HostCapabilities, type Plan, type PlanStep, planWriteBack, type WriteBackOptions, type WriteStep } from '@openretouch/core';
import { describe, expect, test } from 'vitest';

const COMPLETE: HostCapabilities = {
  read: { rectangle: true, scaled: true, bitDepths: [8, 16, 32] },
  masks: { layerMask: true, selection: true, named: true },
  write: { placement: 'above', mask: true, opacity: true, bitDepths: [8, 16, 32] },
  native: { curves: { nodeCount: 256, outputBits: 32, mask: true }, lut3d: { maximumSize: 33, spaces: ['srgb'], mask: true } },
  undo: 'one',
  revert: true,
  metadata: {},
};
const PIXELS: HostCapabilities = { ...COMPLETE, native: {} };
const CURVES_ONLY: HostCapabilities = { ...COMPLETE, native: { curves: { nodeCount: 256, outputBits: 8, mask: true } } };
const POINTS: HostCapabilities = { ...COMPLETE, native: { ...COMPLETE.native, curves: { nodeCount: 256, outputBits: 32, points: true, mask: true } } };
const LUT_ONLY: HostCapabilities = { ...COMPLETE, native: { lut3d: { maximumSize: 17, spaces: ['srgb'], mask: true } } };
const BIG_LUT: HostCapabilities = { ...COMPLETE, native: { lut3d: { maximumSize: 129, spaces: ['srgb'], mask: true } } };
const NO_NATIVE_MASK: HostCapabilities = {
  ...COMPLETE,
  native: { curves: { nodeCount: 256, outputBits: 32, mask: false }, lut3d: { maximumSize: 33, spaces: ['srgb'], mask: false } },
};
const NO_MASK: HostCapabilities = { ...COMPLETE, write: { ...COMPLETE.write, mask: false } };
const NO_OPACITY: HostCapabilities = { ...COMPLETE, write: { ...COMPLETE.write, opacity: false } };
const SEPARATE: HostCapabilities = { ...COMPLETE, write: { ...COMPLETE.write, placement: 'separate' } };

const diagonal = (gain: number, offset = 0): PlanStep['transforms'][number] => ({ kind: 'matrix', matrix: [gain, 0, 0, offset, 0, gain, 0, offset, 0, 0, gain, offset] });
const table = (...values: number[]): PlanStep['transforms'][number] => {
  const curve = { kind: 'table', domain: [0, 1], values: Float32Array.from(values), outside: 'clamp' } as const;
  return { kind: 'curve', curves: [curve, curve, curve] };
};
/** Mixes a third of each channel into the others: no curve, stays in 0..1. */
const MIX: PlanStep['transforms'][number] = { kind: 'matrix', matrix: [0.6, 0.2, 0.2, 0, 0.2, 0.6, 0.2, 0, 0.2, 0.2, 0.6, 0] };
const grid = (coefficient: number): PlanStep['transforms'][number] => ({ kind: 'grid', form: 'curve', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(coefficient) });
const affineGrid = (gain: number): PlanStep['transforms'][number] => ({ kind: 'grid', form: 'affine', shared: true, width: 1, height: 1, depth: 1, data: Float32Array.of(gain, 0) });

const STEPS = {
  curve: { transforms: [table(0, 0.4, 0.8, 1)] },
  darken: { transforms: [diagonal(0.5)] },
  brighten: { transforms: [diagonal(1.5)] },
  mix: { transforms: [MIX] },
  halfMix: { transforms: [MIX], strength: 0.5 },
  grid: { transforms: [grid(0.5)] },
  wildGrid: { transforms: [affineGrid(2)] },
  maskedDarken: { transforms: [diagonal(0.5)], mask: { slot: 'host' } },
  maskedMixBeyond: { transforms: [MIX], mask: { slot: 'host' }, strength: 1.5 },
  maskedMix: { transforms: [MIX], mask: { slot: 'host' }, strength: 0.5 },
  maskedGrid: { transforms: [grid(0.5)], mask: { slot: 'brush', invert: true } },
  maskedBrighten: { transforms: [diagonal(1.5)], mask: { slot: 'host' } },
  maskedGlare: { transforms: [diagonal(4)], mask: { slot: 'host' } },
} satisfies Record<string, Partial<PlanStep>>;
type StepName = keyof typeof STEPS;

function makePlan(names: readonly StepName[], strength = 1, space: Plan['space'] = 'srgb'): Plan {
  const steps = names.map((name, index): PlanStep => ({ strength: 1, operations: [index], ...STEPS[name] }));
  return { space, steps, strength, notes: [] };
}

/** `lut17@0.5[host]`: kind and size, opacity, masks; `raster0-2` is made of steps 0 to 2; `limited[...]` is rendered in. */
function describeStep(step: WriteStep): string {
  if (step.kind === 'metadata') return 'metadata';
  const kind = step.kind === 'lut' ? `lut${step.lut.size}` : step.kind === 'raster' ? `raster0-${step.plan.steps.length - 1}` : 'curves';
  const opacity = step.opacity === 1 ? '' : `@${step.opacity}`;
  const masks = step.mask.length === 0 ? '' : `[${step.mask.map(({ slot, invert }) => (invert === true ? `!${slot}` : slot)).join(' ')}]`;
  const limits = step.kind === 'raster' && step.limits.length > 0 ? `limited[${step.limits.map(({ slot }) => slot).join(' ')}]` : '';
  return `${kind}${opacity}${masks}${limits}`;
}

interface Row {
  readonly steps: readonly StepName[];
  readonly host: keyof typeof HOSTS;
  readonly becomes: string;
  readonly options?: WriteBackOptions;
  readonly strength?: number;
  readonly warns?: string;
}
const HOSTS = { COMPLETE, PIXELS, CURVES_ONLY, LUT_ONLY, BIG_LUT, NO_NATIVE_MASK, NO_MASK, NO_OPACITY, SEPARATE };

const TABLE: readonly Row[] = [
  { steps: [], host: 'COMPLETE', becomes: '' },
  { steps: ['curve'], host: 'COMPLETE', strength: 0, becomes: '' },
  { steps: ['curve'], host: 'COMPLETE', becomes: 'curves' },
  { steps: ['curve', 'darken'], host: 'COMPLETE', becomes: 'curves' },
  { steps: ['mix'], host: 'COMPLETE', becomes: 'lut33' },
  { steps: ['mix', 'halfMix'], host: 'COMPLETE', becomes: 'lut33' },
  { steps: ['curve', 'mix', 'curve'], host: 'COMPLETE', becomes: 'curves + lut33 + curves' },
  { steps: ['curve', 'mix', 'curve'], host: 'LUT_ONLY', becomes: 'lut17' },
  { steps: ['mix'], host: 'BIG_LUT', becomes: 'lut65' },
  { steps: ['curve'], host: 'CURVES_ONLY', becomes: 'curves' },
  { steps: ['curve', 'mix'], host: 'CURVES_ONLY', becomes: 'raster0-1', warns: 'lut3d' },
  { steps: ['mix', 'curve'], host: 'CURVES_ONLY', becomes: 'raster0-0 + curves', warns: 'lut3d' },
  { steps: ['curve', 'mix'], host: 'PIXELS', becomes: 'raster0-1', warns: 'lut3d' },
  { steps: ['brighten', 'mix'], host: 'COMPLETE', becomes: 'lut33' },
  { steps: ['mix', 'brighten'], host: 'COMPLETE', becomes: 'lut33 + curves' },
  { steps: ['brighten', 'maskedDarken'], host: 'COMPLETE', becomes: 'raster0-1', warns: 'separate-layers' },
  { steps: ['grid'], host: 'COMPLETE', becomes: 'raster0-0', warns: 'local' },
  { steps: ['curve', 'grid'], host: 'COMPLETE', becomes: 'raster0-1', warns: 'local' },
  { steps: ['grid', 'curve', 'mix'], host: 'COMPLETE', becomes: 'raster0-0 + curves + lut33', warns: 'local' },
  { steps: ['wildGrid', 'curve'], host: 'COMPLETE', becomes: 'raster0-1', warns: 'separate-layers' },
  { steps: ['maskedDarken'], host: 'COMPLETE', becomes: 'curves[host]' },
  { steps: ['maskedMix'], host: 'COMPLETE', becomes: 'lut33@0.5[host]' },
  { steps: ['maskedMix'], host: 'NO_OPACITY', becomes: 'lut33[host]' },
  { steps: ['maskedMixBeyond'], host: 'COMPLETE', becomes: 'lut33[host]' },
  { steps: ['curve', 'maskedMix', 'maskedDarken'], host: 'COMPLETE', becomes: 'curves + lut33@0.5[host] + curves[host]' },
  { steps: ['maskedMix'], host: 'NO_NATIVE_MASK', becomes: 'raster0-0@0.5[host]', warns: 'lut3d' },
  { steps: ['curve', 'maskedMix', 'curve'], host: 'NO_NATIVE_MASK', becomes: 'curves + raster0-1@0.5[host] + curves', warns: 'lut3d' },
  { steps: ['curve', 'maskedMix', 'curve'], host: 'NO_MASK', becomes: 'raster0-1 + curves', warns: 'layer-mask' },
  { steps: ['mix', 'maskedGrid'], host: 'COMPLETE', becomes: 'lut33 + raster0-1[!brush]', warns: 'local' },
  { steps: ['maskedGlare'], host: 'COMPLETE', becomes: 'raster0-0', warns: 'soft-mask' },
  { steps: ['curve', 'mix'], host: 'COMPLETE', strength: 0.5, becomes: 'lut33@0.5' },
  { steps: ['curve'], host: 'COMPLETE', strength: 0.5, becomes: 'curves@0.5' },
  { steps: ['brighten'], host: 'COMPLETE', strength: 0.5, becomes: 'curves' },
  { steps: ['curve', 'mix'], host: 'NO_OPACITY', strength: 0.5, becomes: 'lut33' },
  { steps: ['curve', 'grid'], host: 'COMPLETE', strength: 0.5, becomes: 'raster0-1@0.5', warns: 'separate-layers' },
  { steps: ['curve', 'maskedMix'], host: 'COMPLETE', strength: 0.5, becomes: 'raster0-1@0.5', warns: 'separate-layers' },
  { steps: ['maskedMix'], host: 'COMPLETE', strength: 0.5, becomes: 'lut33@0.25[host]' },
  { steps: ['curve', 'mix'], host: 'COMPLETE', options: { hasSelection: true }, becomes: 'lut33[selection]' },
  { steps: ['maskedMix'], host: 'COMPLETE', options: { hasSelection: true }, becomes: 'lut33@0.5[host selection]' },
  { steps: ['mix'], host: 'NO_MASK', options: { hasSelection: true }, becomes: 'raster0-0limited[selection]', warns: 'lut3d' },
  { steps: ['curve', 'mix'], host: 'COMPLETE', options: { preference: 'pixels' }, becomes: 'raster0-1' },
  { steps: ['maskedMix', 'curve'], host: 'COMPLETE', options: { preference: 'pixels', hasSelection: true }, strength: 0.5, becomes: 'raster0-1@0.5[selection]' },
  { steps: ['curve', 'mix'], host: 'COMPLETE', options: { bitDepth: 32 }, becomes: 'raster0-1', warns: 'float' },
  { steps: ['curve', 'mix'], host: 'SEPARATE', strength: 0.5, options: { hasSelection: true }, becomes: 'raster0-1limited[selection]' },
];

describe('planWriteBack', () => {
  test.each(TABLE)('$steps at strength $strength on $host with $options becomes $becomes', ({ steps, host, becomes, options, strength, warns }) => {
    const { writePlan, report } = planWriteBack(makePlan(steps, strength), HOSTS[host], options);
    expect(writePlan.steps.map(describeStep).join(' + ')).toBe(becomes);
    expect(report.warnings.map(({ feature }) => feature).join(' ')).toBe(warns ?? '');
    expect(report.entries).toHaveLength(writePlan.steps.length);
  });

  test('writes an unchanged picture where results stand on their own', () => {
    const { writePlan } = planWriteBack(makePlan([]), SEPARATE);
    expect(writePlan.steps.map((step) => step.kind)).toEqual(['raster']);
  });

  test('refuses a LUT for a space the host does not pass through unconverted', () => {
    const { report } = planWriteBack(makePlan(['mix'], 1, 'display-p3'), COMPLETE);
    expect(report.entries[0]).toMatchObject({ became: 'raster', reason: "the host's LUT does not act on display-p3" });
  });

  test('prefers pixels to a LUT that errs by more than the limit in the mean', () => {
    const jagged: Plan = { space: 'srgb', strength: 1, notes: [], steps: [{ transforms: [table(...Array.from({ length: 65 }, (_, i) => i % 2)), MIX], strength: 1, operations: [0] }] };
    expect(planWriteBack(jagged, LUT_ONLY).report.entries[0].became).toBe('raster');
    const [lut] = planWriteBack(jagged, LUT_ONLY, { maximumMeanErrorLevels: 255 }).report.entries;
    expect(lut).toMatchObject({ became: 'lut', exactness: 'approximate' });
    expect(lut.error.meanLevels).toBeGreaterThan(1);
  });

  test('calls a curve exact at 8 bit and says how far it is off at 16', () => {
    const bend = { kind: 'named', name: 'linear-to-srgb' } as const;
    const bent: Plan = { ...makePlan(['curve']), steps: [{ transforms: [{ kind: 'curve', curves: [bend, bend, bend] }], strength: 1, operations: [0] }] };
    expect(planWriteBack(bent, CURVES_ONLY, { bitDepth: 8 }).report.entries[0]).toMatchObject({ became: 'curves', exactness: 'exact' });
    const [at16] = planWriteBack(bent, CURVES_ONLY, { bitDepth: 16 }).report.entries;
    expect(at16).toMatchObject({ became: 'curves', exactness: 'approximate' });
    expect(at16.error.maximumLevels).toBeGreaterThan(0.5 / 257);
  });

  test('takes no native curves whose nodes miss what lies between them', () => {
    // 511 nodes: every second one is an 8-bit level, where this curve is 0; half a level further it is 1.
    const comb = table(...Array.from({ length: 511 }, (_, i) => i % 2));
    const plan: Plan = { ...makePlan(['curve']), steps: [{ transforms: [comb], strength: 1, operations: [0] }] };
    expect(planWriteBack(plan, CURVES_ONLY, { bitDepth: 8 }).report.entries[0].became).toBe('curves');
    expect(planWriteBack(plan, CURVES_ONLY, { bitDepth: 16 }).report.entries[0].became).toBe('raster');
  });

  test('reports what a soft mask over clamped colours costs', () => {
    const { writePlan, report } = planWriteBack(makePlan(['maskedBrighten']), COMPLETE, { maximumMeanErrorLevels: 10 });
    expect(writePlan.steps.map(describeStep)).toEqual(['curves[host]']);
    expect(report.entries[0].exactness).toBe('approximate');
    expect(report.entries[0].error.maximumLevels).toBeGreaterThan(1);
  });

  test('refuses pixels larger than the host takes, and lets a LUT through', () => {
    const small: HostCapabilities = { ...COMPLETE, write: { ...COMPLETE.write, maximumSide: 4096 } };
    const size = { width: 5000, height: 10 };
    expect(planWriteBack(makePlan(['mix']), small, size).report.entries[0].became).toBe('lut');
    const refuse = (): unknown => planWriteBack(makePlan(['grid']), small, size);
    expect(refuse).toThrow(HostError);
    expect(refuse).toThrow('target: 5000 x 10 pixels (expected at most 4096 a side');
  });

  test('warns that pixels lose depth', () => {
    const eight: HostCapabilities = { ...PIXELS, write: { ...PIXELS.write, bitDepths: [8] } };
    const { report } = planWriteBack(makePlan(['mix']), eight, { bitDepth: 16 });
    expect(report.warnings.map(({ feature }) => feature)).toEqual(['lut3d', 'bit-depth']);
  });

  test('stores the recipe where the host keeps text, and warns where it does not or not so much', () => {
    const recipe = { schema: 'openretouch/recipe@1', name: 'Würze 🌶', operations: [{ op: 'saturation' }] } as const;
    const canonical = '{"name":"Würze 🌶","operations":[{"op":"saturation"}],"schema":"openretouch/recipe@1"}';
    const bytes = new TextEncoder().encode(canonical).length;
    const keep = (maximumValueBytes: number): ReturnType<typeof planWriteBack> => planWriteBack(makePlan(['mix']), { ...COMPLETE, metadata: { maximumValueBytes } }, { recipe });
    expect(keep(bytes).writePlan.steps.at(-1)).toMatchObject({ kind: 'metadata', value: canonical });
    expect(keep(bytes - 1).report.warnings).toMatchObject([{ feature: 'metadata' }]);
    const { metadata: _, ...forgetful } = COMPLETE;
    expect(planWriteBack(makePlan(['mix']), forgetful, { recipe }).report.warnings).toMatchObject([{ feature: 'metadata' }]);
  });

  test('names layers by the recipe and its operations, and cuts names between characters', () => {
    const named = (name: string): string => {
      const [step] = planWriteBack(makePlan(['mix']), COMPLETE, { recipe: { schema: 'openretouch/recipe@1', name, operations: [{ op: 'saturation' }] } }).writePlan.steps;
      return step.kind === 'metadata' ? '' : step.name;
    };
    expect(named('Film')).toBe('Film: Saturation');
    expect(named('😀'.repeat(5000))).toMatch(/^(😀)+…$/u);
  });

  test('changes neither the plan nor the capabilities', () => {
    const plan = makePlan(['curve', 'maskedMix', 'grid'], 0.5);
    const before = JSON.stringify([plan, COMPLETE]);
    planWriteBack(plan, COMPLETE, { hasSelection: true });
    expect(JSON.stringify([plan, COMPLETE])).toBe(before);
  });
});

describe('a host that keeps control points', () => {
  const planOf = (f: (value: number) => number): Plan => ({ ...makePlan([]), steps: [{ strength: 1, operations: [0], transforms: [table(...Array.from({ length: 1025 }, (_, i) => f(i / 1024)))] }] });

  test('is given the points, and the error of their splines', () => {
    const bend = (value: number): number => value * (1 + 0.3 * (1 - value));
    const { writePlan, report } = planWriteBack(planOf(bend), POINTS);
    const [step] = writePlan.steps;
    if (step.kind !== 'curves') return expect.unreachable(step.kind);
    const points = step.points?.composite ?? expect.unreachable('no points');
    expect(points.length).toBeLessThanOrEqual(16);
    for (const [input, output] of points) {
      expect(Number.isInteger(input) && Number.isInteger(output)).toBe(true);
      expect(step.tables[1][input] * 255).toBeCloseTo(output, 3);
    }
    const worst = Math.max(...step.tables[1].map((value, i) => Math.abs(value - bend(i / 255)) * 255));
    expect(report.entries[0]).toMatchObject({ became: 'curves', exactness: 'exact' });
    expect(report.entries[0].error.maximumLevels).toBeCloseTo(worst, 3);
    expect(worst).toBeGreaterThan(0.1);
  });

  test('is given a LUT where sixteen points are not near enough', () => {
    const waves = (value: number): number => value + 0.04 * Math.sin(60 * value) * value * (1 - value);
    expect(planWriteBack(planOf(waves), COMPLETE).report.entries[0].became).toBe('curves');
    expect(planWriteBack(planOf(waves), POINTS).report.entries[0].became).toBe('lut');
  });

  test('is given no points by others', () => {
    const [step] = planWriteBack(planOf((value) => value * value), COMPLETE).writePlan.steps;
    expect('points' in step).toBe(false);
  });
});
