import type { SmallCopy } from '../analyse/analysis.js';
import { bakeObstacle } from '../bake/bake-plan.js';
import { evaluatePlanOnColours } from '../bake/measure-bake-error.js';
import { measureEffect } from '../describe/measure-effect.js';
import { InvalidArgumentError } from '../errors.js';
import { NEUTRAL_TEMPERATURE_KELVIN } from '../operations/white-balance.js';
import type { Plan } from '../plan/plan.js';
import { RECIPE_SCHEMA_ID, type Recipe } from '../recipe/recipe.js';
import { makeColourSet } from '../transforms/colour-set.js';
import { minimiseSquares } from './least-squares.js';
import { measureFitError, type FitError } from './measure-fit-error.js';
import { settingsToOperations } from './settings-to-operations.js';
import { createSliderModel, CURVE_INPUTS, NEUTRAL_SETTINGS, type SaturationAxis, type SliderSettings, weighOklab } from './slider-model.js';

/*
 * Maintainer notes. Exposure, contrast and a curve can stand in for one another. So the sliders are fitted first, without a curve;
 * with one, a small cost on leaving the straight line keeps for the curve what the sliders cannot do. A curve stays only where it
 * earns its place. Differences are counted in Oklab, the nearest to CIEDE2000 that is cheap; the error that is reported is CIEDE2000
 * of the real operations, after rounding to the steps of the sliders.
 */

/** Sliders that come near a plan, and how near. */
export interface FittedSliders {
  /** White balance, exposure, contrast, tone curve and saturation, in this order; those that would do nothing are left out. */
  readonly recipe: Recipe;
  readonly error: FitError;
}

/** Colours of the cube or of the photo the sliders are fitted to; more change no slider by a step. */
const COLOURS = 200;
const GREYS = 25;
/** Greys carry the tones: together they count as much as half of the colours. */
const GREY_WEIGHT = Math.sqrt((0.5 * COLOURS) / GREYS);
/** The cube's own corners are rare in photos: colours are drawn a third of the way to the grey of their mean. */
const TOWARDS_GREY = 1 / 3;
/** Cost of a point of the curve at a distance from the straight line, in Oklab over all colours. */
const CURVE_COST = 0.3;
/** What a curve has to lower the sum of squares by. */
const CURVE_GAIN = 0.75;
/** Mean squared difference in Oklab that no eye sees: a hundredth of what CIEDE2000 calls 1. */
const INVISIBLE = 1e-8;
/** What a slider may cost by standing at its default, so that a recipe has no slider that does nothing to speak of. */
const PRUNING = 1.03;
/** Another grey for saturation than the first has to be better by this. */
const AXIS_GAIN = 0.9;
const AXES: readonly SaturationAxis[] = ['average', 'luma', 'oklab'];
const MEGA = 1e6;

/** Temperature in reciprocal megakelvin, tint, exposure, contrast, saturation: as far as a slider goes, and the step of slopes. */
const BOUNDS = [[MEGA / 15_000, MEGA / 2500], [-100, 100], [-5, 5], [0.05, 4], [0, 4]] as const;
const STEPS = [0.5, 0.5, 0.005, 0.002, 0.005] as const;

/**
 * Finds the sliders that come nearest to what a plan does: a learned or baked change as operations that people can go on editing.
 *
 * @param plan - point transforms without masks.
 * @param sample - the photo's small copy in the plan's space: sliders are fitted to its colours, instead of those of the cube.
 * @returns always the same for the same plan and sample.
 * @throws {@link InvalidArgumentError} when a step has a mask or differs by place; the message names it.
 */
export async function fitSliders(plan: Plan, sample?: SmallCopy): Promise<FittedSliders> {
  requirePointSteps(plan);
  const colours = chooseColours(sample);
  const settings = findSettings(plan, colours);
  const recipe: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Sliders', operations: settingsToOperations(settings) };
  return { recipe, error: await measureFitError(plan, recipe, sample) };
}

function findSettings(plan: Plan, colours: FitColours): SliderSettings {
  const target = colours.encoded.slice();
  evaluatePlanOnColours(plan, target);
  const wanted = weighOklab(target, colours.weights, plan.space);
  const search = (axis: SaturationAxis, start: SliderSettings): Found => searchSettings(plan, colours, wanted, axis, start);
  const start = startingSettings(plan);
  let best = search('average', start);
  for (const axis of AXES.slice(1)) {
    const found = search(axis, best.settings);
    if (found.sum < AXIS_GAIN * best.sum) best = found;
  }
  const curved = search(best.settings.axis, { ...best.settings, curve: [...CURVE_INPUTS] });
  const invisible = INVISIBLE * wanted.length;
  const chosen = best.sum > invisible && curved.sum < CURVE_GAIN * best.sum ? curved : best;
  return prune(chosen, (settings) => sumOf(settings, plan, colours, wanted), invisible);
}

/** Puts sliders back to their defaults where nobody would miss them. */
function prune({ settings, sum }: Found, sumOfSettings: (settings: SliderSettings) => number, invisible: number): SliderSettings {
  const { temperatureKelvin, tint, exposureEv, contrast, saturation } = NEUTRAL_SETTINGS;
  let pruned = settings;
  for (const neutral of [{ temperatureKelvin, tint }, { tint }, { exposureEv }, { contrast }, { saturation }]) {
    const candidate = { ...pruned, ...neutral };
    if (sumOfSettings(candidate) <= PRUNING * sum + invisible) pruned = candidate;
  }
  return pruned;
}

function sumOf(settings: SliderSettings, plan: Plan, { encoded, weights }: FitColours, wanted: Float64Array): number {
  const found = new Float64Array(wanted.length);
  createSliderModel(encoded, weights, plan.space)(settings, found);
  return found.reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0);
}

interface Found {
  readonly settings: SliderSettings;
  /** Squared differences, without the cost of a curve. */
  readonly sum: number;
}

function searchSettings(plan: Plan, { encoded, weights }: FitColours, wanted: Float64Array, axis: SaturationAxis, start: SliderSettings): Found {
  const model = createSliderModel(encoded, weights, plan.space);
  const colourCount = wanted.length;
  const curveCount = start.curve?.length ?? 0;
  const residuals = (parameters: Float64Array, out: Float64Array): void => {
    model(toSettings(parameters, axis), out);
    for (let i = 0; i < colourCount; i += 1) out[i] -= wanted[i];
    for (let i = 0; i < curveCount; i += 1) out[colourCount + i] = CURVE_COST * (parameters[BOUNDS.length + i] - CURVE_INPUTS[i]);
  };
  const parameters = minimiseSquares({
    residuals,
    residualCount: colourCount + curveCount,
    start: [MEGA / start.temperatureKelvin, start.tint, start.exposureEv, start.contrast, start.saturation, ...(start.curve ?? [])],
    bounds: [...BOUNDS, ...CURVE_INPUTS.slice(0, curveCount).map(() => [0, 1] as const)],
    steps: [...STEPS, ...CURVE_INPUTS.slice(0, curveCount).map(() => 0.005)],
  });
  const settings = toSettings(parameters, axis);
  return { settings, sum: sumOf(settings, plan, { encoded, weights }, wanted) };
}

function toSettings([mired, tint, exposureEv, contrast, saturation, ...curve]: Iterable<number> & Float64Array, axis: SaturationAxis): SliderSettings {
  const base = { temperatureKelvin: Math.min(25_000, Math.max(2000, MEGA / mired)), tint, exposureEv, contrast, saturation, axis };
  return curve.length === 0 ? base : { ...base, curve };
}

/** Measured directly, so that the search begins near its end and finds the same one. */
function startingSettings({ steps, space, strength }: Plan): SliderSettings {
  const { exposureEv, contrast, temperatureKelvin, tint, saturation } = measureEffect(steps, space, strength);
  return { ...NEUTRAL_SETTINGS, exposureEv, contrast, saturation, temperatureKelvin: NEUTRAL_TEMPERATURE_KELVIN + temperatureKelvin, tint };
}

interface FitColours {
  /** Encoded RGB, interleaved. */
  readonly encoded: Float32Array;
  readonly weights: Float64Array;
}

function chooseColours(sample: SmallCopy | undefined): FitColours {
  const colours = sample === undefined ? drawTowardsGrey(makeColourSet().subarray(0, COLOURS * 3)) : spreadOver(sample);
  const greys = Float32Array.from({ length: GREYS * 3 }, (_, i) => Math.floor(i / 3) / (GREYS - 1));
  const encoded = Float32Array.from([...colours, ...greys]);
  const colourCount = colours.length / 3;
  return { encoded, weights: Float64Array.from({ length: colourCount + GREYS }, (_, i) => (i < colourCount ? 1 : GREY_WEIGHT)) };
}

function drawTowardsGrey(colours: Float32Array): Float32Array {
  return colours.map((value, i) => {
    const first = i - (i % 3);
    const grey = (colours[first] + colours[first + 1] + colours[first + 2]) / 3;
    return value + TOWARDS_GREY * (grey - value);
  });
}

/** @returns colours of visible pixels, equally far apart in the order of rows. */
function spreadOver({ rgb, weights }: SmallCopy): Float32Array {
  const visible = Array.from({ length: rgb.length / 3 }, (_, i) => i).filter((i) => weights === undefined || weights[i] > 0);
  const count = Math.min(COLOURS, visible.length);
  return Float32Array.from({ length: count * 3 }, (_, i) => rgb[visible[Math.floor(((Math.floor(i / 3) + 0.5) * visible.length) / count)] * 3 + (i % 3)]);
}

function requirePointSteps({ steps }: Plan): void {
  steps.forEach((step, index) => {
    const obstacle = bakeObstacle(step);
    if (obstacle === undefined) return;
    const found = obstacle === 'mask' ? `has the mask "${step.mask?.slot ?? ''}"` : 'differs by place in the picture';
    throw new InvalidArgumentError(`steps[${index}]: ${found} (expected steps that depend on the colour alone, as sliders do)`, { field: `steps[${index}]`, step: index, obstacle });
  });
}
