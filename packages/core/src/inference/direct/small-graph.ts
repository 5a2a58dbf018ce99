import type { OnnxModel, OnnxTensor } from '../onnx/read-model.js';
import type { RuntimeSession, Tensors } from '../runtime.js';
import type { Numbers, Operator } from './numbers.js';
import { Rooms } from './rooms.js';
import { OPERATORS } from './operators.js';

/*
 * Maintainer notes. Starting onnxruntime-web takes three to five tenths of a second of a processor and 14 MB of WebAssembly; a condition network of fifteen
 * thousand weights is done here before it would have begun, and the exposure model, at 64 x 64, is slower than a runtime that is warm and quicker than one
 * that has to be started. So what is small is computed here, in double precision, with the same bits on every machine; what is not is the runtime's.
 */

/** Weights times places that they are used at, beyond which a runtime is faster even with its start. */
const MOST_WORK = 24_000_000;

/** ONNX's number of the type, as a Cast names it. */
const FLOAT32 = 1;

interface Step {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly run: Operator;
}

/**
 * Makes ready to evaluate a graph without a runtime.
 *
 * @returns `undefined` for a graph that is large, of free sizes, or of operators that are not computed here.
 */
export function prepareSmallGraph(graph: OnnxModel): RuntimeSession | undefined {
  if (!isSmall(graph)) return undefined;
  const constants = new Map<string, Numbers>();
  for (const [name, tensor] of graph.tensors) keep(constants, name, tensor);
  const steps: Step[] = [];
  for (const node of graph.nodes) {
    const { operator, inputs, outputs, attributes } = node;
    if (operator === 'Constant') {
      const value = attributes.get('value');
      if (typeof value !== 'object' || !('shape' in value) || !keep(constants, outputs[0], value)) return undefined;
      continue;
    }
    // Weights in half precision are widened by the graph; they have been already, as they were read.
    const stored = operator === 'Cast' && attributes.get('to') === FLOAT32 ? constants.get(inputs[0]) : undefined;
    if (stored !== undefined) {
      constants.set(outputs[0], stored);
      continue;
    }
    const run = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator](node, constants) : undefined;
    if (run === undefined) return undefined;
    steps.push({ inputs, outputs, run });
  }
  const rooms = new Rooms();
  return {
    run: (tensors) => Promise.resolve(evaluate(graph, constants, steps, tensors, rooms)),
    release: () => Promise.resolve(),
  };
}

function isSmall({ inputs, tensors }: OnnxModel): boolean {
  const sizes = inputs.map(({ shape }) => shape);
  if (sizes.some((shape) => shape.some((length) => typeof length !== 'number'))) return false;
  const places = Math.max(...sizes.map((shape) => shape.slice(2).reduce<number>((product, length) => product * Number(length), 1)));
  const weights = [...tensors.values()].reduce((sum, { values }) => sum + (values?.length ?? 0), 0);
  return weights * places <= MOST_WORK;
}

/** @returns whether the tensor is of numbers that are read. */
function keep(constants: Map<string, Numbers>, name: string, { shape, values, integers }: OnnxTensor): boolean {
  const numbers = values ?? integers;
  if (numbers === undefined) return false;
  constants.set(name, { shape, values: new Float64Array(numbers) });
  return true;
}

function evaluate(graph: OnnxModel, constants: ReadonlyMap<string, Numbers>, steps: readonly Step[], tensors: Tensors, rooms: Rooms): Tensors {
  const known = new Map(constants);
  for (const [name, { shape, data }] of Object.entries(tensors)) known.set(name, { shape, values: new Float64Array(data) });
  const lastUses = new Map(steps.flatMap(({ inputs, outputs }, index) => [...outputs, ...inputs].map((name): [string, number] => [name, index])));
  for (const { name } of graph.outputs) lastUses.delete(name);
  rooms.clear();
  steps.forEach(({ inputs, outputs, run }, index) => {
    run(inputs.map((name) => known.get(name)), rooms.take).forEach((numbers, place) => known.set(outputs[place], numbers));
    for (const name of new Set([...inputs, ...outputs])) if (lastUses.get(name) === index) rooms.give(known.get(name)?.values);
  });
  return Object.fromEntries(
    graph.outputs.map(({ name }) => {
      const found = known.get(name);
      if (found === undefined) throw new RangeError(`no output ${name}`);
      return [name, { shape: found.shape, data: new Float32Array(found.values) }];
    }),
  );
}
