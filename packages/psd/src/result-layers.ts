import { type AcvCurves, fitAcv, HostError, type AcvPoint, type CurvesStep, type EncodedSpace, type LutStep, type PlacedMask, type RenderedRasterStep, type RenderedWriteStep, writeCube, writeDeviceLink } from '@openretouch/core';
import type { Layer } from 'ag-psd';
import { maskLayerData, pixelLayer } from './pixel-layers.js';

/** A step that becomes a layer. */
export type LayerStep = Exclude<RenderedWriteStep, { readonly kind: 'metadata' }>;

/** Points are whole levels, which costs half of one; curves that err by more than one are not what the step says. */
const MAXIMUM_CURVES_ERROR_LEVELS = 1;
const INPUTS = 256;
const NOTHING: readonly AcvPoint[] = [[0, 0], [255, 255]];

/**
 * Makes a layer of a step.
 *
 * @param space - the document's: a lookup table acts on its numbers.
 * @throws HostError `unsupported` with `fields.step` and `fields.feature` when PSD has no such layer that tells the truth.
 */
export function layerOfStep(content: LayerStep, step: number, space: EncodedSpace): Layer {
  const mask = content.mask === undefined ? undefined : maskOfStep(content.mask, step);
  const common: Layer = { name: content.name, opacity: content.opacity, ...(mask === undefined ? {} : { mask }) };
  if (content.kind === 'raster') return { ...common, ...pixelsOfStep(content, step) };
  return { ...common, adjustment: content.kind === 'curves' ? curvesOf(content, step) : lookupOf(content, step, space) };
}

function curvesOf({ tables, points: given }: CurvesStep<PlacedMask | undefined>, step: number): NonNullable<Layer['adjustment']> {
  const { composite, red, green, blue } = given ?? fitPoints(tables, step);
  const isNothing = [composite, red, green, blue].every((points) => points === undefined);
  const points = (list: readonly AcvPoint[] | undefined): { readonly input: number; readonly output: number }[] => (list ?? []).map(([input, output]) => ({ input, output }));
  return { type: 'curves', rgb: points(isNothing ? NOTHING : composite), red: points(red), green: points(green), blue: points(blue) };
}

function fitPoints(tables: CurvesStep['tables'], step: number): AcvCurves {
  const channels = tables.map((table) => Float32Array.from({ length: INPUTS }, (_, i) => readTable(table, i / (INPUTS - 1)))) as [Float32Array, Float32Array, Float32Array];
  const { curves, maximumLevels } = fitAcv(channels);
  if (maximumLevels > MAXIMUM_CURVES_ERROR_LEVELS) {
    throw unsupported(step, 'curves', `curves whose sixteen points err by ${maximumLevels.toFixed(2)} levels (expected at most ${MAXIMUM_CURVES_ERROR_LEVELS})`);
  }
  return curves;
}

/** The profile is what editors render; the `.cube` file beside it is what they show and save again. */
function lookupOf({ lut, name }: LutStep<PlacedMask | undefined>, step: number, space: EncodedSpace): NonNullable<Layer['adjustment']> {
  if (lut.space !== space) throw unsupported(step, 'lut3d', `a LUT of ${lut.space} (expected ${space}, the document's)`);
  return {
    type: 'color lookup',
    lookupType: '3dlut',
    name,
    dither: false,
    profile: writeDeviceLink(lut, { title: name }),
    lutFormat: 'cube',
    dataOrder: 'rgb',
    tableOrder: 'bgr',
    lut3DFileData: Uint8Array.from(writeCube(lut, { title: name }), (character) => character.charCodeAt(0)),
    lut3DFileName: 'OpenRetouch.cube',
  };
}

function pixelsOfStep({ pixels }: RenderedRasterStep, step: number): Layer {
  if (pixels.raster.bitDepth !== 8) throw unsupported(step, 'bit-depth', `pixels of ${pixels.raster.bitDepth} bits (expected 8: PSD files are written with 8 bits a channel)`);
  // What a clipped layer covers, its base decides; an alpha of its own would thin it once more.
  return pixelLayer(pixels, 'opaque');
}

function maskOfStep(mask: PlacedMask, step: number): NonNullable<Layer['mask']> {
  if (mask.outsideCoverage !== 0 && mask.outsideCoverage !== 1) throw unsupported(step, 'layer-mask', `a mask that covers ${mask.outsideCoverage} beyond its bounds (expected 0 or 1)`);
  return maskLayerData(mask);
}

function unsupported(step: number, feature: string, what: string): HostError {
  return new HostError('unsupported', `steps[${step}]: ${what}`, { fields: { step, feature } });
}

function readTable(table: Float32Array, value: number): number {
  const position = value * (table.length - 1);
  const node = Math.min(Math.floor(position), table.length - 2);
  return table[node] + (position - node) * (table[node + 1] - table[node]);
}
