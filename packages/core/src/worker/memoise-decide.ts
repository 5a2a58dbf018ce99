import type { SmallCopy } from '../analyse/analysis.js';
import type { Decide, Decision, DecisionParameters, DecisionPhoto } from '../operations/decision.js';

/** Decisions kept: those of the models of one recipe, and of the state before a slider moved. */
const DEFAULT_CAPACITY = 4;

interface Entry {
  readonly modelId: string;
  readonly photo: DecisionPhoto;
  readonly parameters: DecisionParameters;
  readonly decision: Decision;
}

/**
 * Keeps the last decisions, so that a model is not run again for a slider of an operation behind it.
 *
 * @remarks What was looked at is compared number by number: a hash of it would take as long and could err.
 */
export function memoiseDecide(decide: Decide, capacity: number = DEFAULT_CAPACITY): Decide {
  let entries: Entry[] = [];
  return async (modelId, photo, parameters) => {
    const known = entries.find((entry) => entry.modelId === modelId && isSameQuestion(entry, photo, parameters));
    const entry = known ?? { modelId, photo, parameters: withoutSignal(parameters), decision: await decide(modelId, photo, parameters) };
    entries = [entry, ...entries.filter((other) => other !== entry)].slice(0, capacity);
    return entry.decision;
  };
}

function withoutSignal({ signal: _signal, ...rest }: DecisionParameters): DecisionParameters {
  return rest;
}

function isSameQuestion(known: Entry, photo: DecisionPhoto, { space, lutSize, exposure, coverage }: DecisionParameters): boolean {
  const { parameters } = known;
  return (
    parameters.space === space &&
    parameters.lutSize === lutSize &&
    parameters.exposure === exposure &&
    areSame(parameters.coverage, coverage) &&
    isSameCopy(known.photo.copy, photo.copy) &&
    isSameCopy(known.photo.sample, photo.sample)
  );
}

function isSameCopy(a: SmallCopy, b: SmallCopy): boolean {
  return a === b || (a.width === b.width && a.height === b.height && a.space === b.space && areSame(a.weights, b.weights) && areSame(a.rgb, b.rgb));
}

function areSame(a: Float32Array | undefined, b: Float32Array | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
