import type { Curve, CurveTransform, GridTransform, KernelBlend, KernelStage, LevelRamp, Lut3dTransform, Mask, TableCurve } from '@openretouch/core';
import { gridVectors } from '../grid-stage.js';
import { floatNodes } from '../lut-nodes.js';
import { matrixColumns } from '../matrix-kernels.js';
import { ProgramBuilder } from './program.js';
import { BINDINGS } from './shaders/bindings.wgsl.js';
import { BLEND } from './shaders/blend.wgsl.js';
import { NAMED_CURVES, TABLE_CURVE } from './shaders/curves.wgsl.js';
import { GRID } from './shaders/grid.wgsl.js';
import { LUT3D } from './shaders/lut3d.wgsl.js';
import { MATRIX } from './shaders/matrix.wgsl.js';
import { LEVELS, PIXELS_16, PIXELS_8, RAMP } from './shaders/pixels.wgsl.js';
import { VALUES } from './shaders/values.wgsl.js';

/** Stages of one program, those inside blends counted: a shader of thousands of lines takes a driver minutes to compile. */
const MOST_STAGES = 128;
/** Beyond every position a table has; the ends of float32, as a shader need not know infinity. */
const ANYWHERE = 3.4e38;

/** @returns any stages in order on integer pixels, or `undefined` for more than {@link MOST_STAGES}. */
export function stagesProgram(stages: readonly KernelStage[], bitDepth: 8 | 16): ProgramBuilder | undefined {
  if (countStages(stages) > MOST_STAGES) return undefined;
  const builder = startProgram(bitDepth);
  builder.line('let v0 = levels_to_value(read_levels(pixel));');
  finishProgram(builder, addStages(builder, stages, 'v0'));
  return builder;
}

/** @returns [tables] -> 3D LUT on integer pixels. */
export function lutProgram({ rgb, bitDepth }: LevelRamp, lut: Lut3dTransform): ProgramBuilder {
  const builder = startProgram(bitDepth);
  if (isIdentityRamp(rgb)) {
    builder.line('let v0 = levels_to_value(read_levels(pixel));');
  } else {
    builder.use(RAMP);
    builder.line(`let v0 = read_ramp(read_levels(pixel), ${builder.place(builder.addFloats(rgb))});`);
  }
  finishProgram(builder, addStages(builder, [lut], 'v0'));
  return builder;
}

/** @returns a builder that knows pixels of that depth. */
export function startProgram(bitDepth: 8 | 16): ProgramBuilder {
  const builder = new ProgramBuilder();
  builder.use(BINDINGS, VALUES, bitDepth === 8 ? PIXELS_8 : PIXELS_16, LEVELS);
  return builder;
}

function finishProgram(builder: ProgramBuilder, value: string): void {
  builder.line(`write_levels(pixel, value_to_levels(${value}));`);
}

/** Adds lines that do `stages` to the value called `value`; @returns the result's name. */
function addStages(builder: ProgramBuilder, stages: readonly KernelStage[], value: string): string {
  return stages.reduce((current, stage) => {
    const result = stage.kind === 'blend' ? blended(builder, stage, current) : applied(builder, stage, current);
    const name = builder.newName();
    builder.line(`let ${name} = ${result};`);
    return name;
  }, value);
}

function applied(builder: ProgramBuilder, stage: Exclude<KernelStage, KernelBlend>, value: string): string {
  switch (stage.kind) {
    case 'matrix':
      builder.use(MATRIX);
      return `apply_matrix(${value}, ${builder.place(builder.addVectors(matrixColumns(stage.matrix)))})`;
    case 'curve':
      return curves(builder, stage, value);
    case 'lut3d':
      builder.use(LUT3D);
      return `read_lut(${value}, ${builder.place(builder.addVectors(floatNodes(stage)), stage.size)})`;
    case 'grid':
      return grid(builder, stage, value);
  }
}

function curves(builder: ProgramBuilder, stage: CurveTransform, value: string): string {
  const channels = stage.curves.map((curve, i) => curveOf(builder, curve, `${value}.${'rgb'[i]}`));
  return `vec3f(${channels.join(', ')})`;
}

function curveOf(builder: ProgramBuilder, curve: Curve, value: string): string {
  if (curve.kind === 'table') {
    builder.use(TABLE_CURVE);
    return `read_table(${value}, ${builder.place(builder.addVectors(axisOf(curve)), builder.addFloats(curve.values), curve.values.length - 2)})`;
  }
  builder.use(NAMED_CURVES);
  switch (curve.name) {
    case 'srgb-to-linear':
      return `srgb_to_linear(${value})`;
    case 'linear-to-srgb':
      return `linear_to_srgb(${value})`;
    case 'cube':
      return `cube(${value})`;
    case 'cube-root':
      return `cube_root(${value})`;
  }
}

function axisOf({ domain, values, outside }: TableCurve): Float32Array {
  const last = values.length - 1;
  return Float32Array.of(domain[0], last / (domain[1] - domain[0]), outside === 'clamp' ? 0 : -ANYWHERE, outside === 'clamp' ? last : ANYWHERE);
}

function grid(builder: ProgramBuilder, stage: GridTransform, value: string): string {
  builder.use(GRID);
  const { nodes, vectorCount } = gridVectors(stage);
  if (stage.form === 'affine') nodes[7] = stage.maximumColorGain ?? 0;
  const place = builder.place(builder.addVectors(nodes), stage.width, stage.height, stage.depth);
  const name = stage.form === 'affine' ? 'apply_affine_grid' : 'apply_curve_grid';
  return `${name}(${value}, pixel, ${place}, ${builder.place(vectorCount)}.x)`;
}

function blended(builder: ProgramBuilder, { stages, strength, mask, isInverted }: KernelBlend, value: string): string {
  builder.use(BLEND);
  const after = addStages(builder, stages, value);
  const strengthAt = builder.addFloats(Float32Array.of(strength));
  const place = builder.place(mask === undefined ? 0 : builder.addMask(mask), isInverted ? 1 : 0, strengthAt);
  return `blend(${value}, ${after}, amount_${mask === undefined ? 'everywhere' : formOf(mask)}(pixel, ${place}))`;
}

function formOf({ data }: Mask): string {
  if (data instanceof Float32Array) return 'float';
  return data instanceof Uint16Array ? '16' : '8';
}

function countStages(stages: readonly KernelStage[]): number {
  return stages.reduce((count, stage) => count + 1 + (stage.kind === 'blend' ? countStages(stage.stages) : 0), 0);
}

function isIdentityRamp(rgb: Float32Array): boolean {
  const last = rgb.length / 3 - 1;
  return rgb.every((value, i) => value === Math.fround(Math.floor(i / 3) / last));
}

