import { HostError, type HostErrorCode, InvalidArgumentError, InvalidRasterError, MaskError } from '../errors.js';
import { type Check, isNullOr } from '../host/check-shape.js';
import { checkCapabilities } from '../host/check-capabilities.js';
import { type CallOptions, HOST_SPECIFICATION_VERSION, type HostAdapter, type HostEvents } from '../host/host-adapter.js';
import type { RenderedWritePlan, RenderedWriteStep } from '../host/write-plan.js';
import { type ConnectedCalls, connectCalls } from './connect-calls.js';
import { type EngineEndpoint, HOST_PATH, readWireMessage } from './endpoint.js';
import { HOST_EVENTS, isCommitResult, isHostFacts, isId, isKeys, isReadMask, isReadRaster, isStored, isStoredText, isTargets } from './host-wire.js';
import type { EngineControl } from './request.js';

/** A host at the other end of an endpoint. */
export interface ConnectedHost {
  readonly host: HostAdapter;
  /**
   * Ends every request under way, and all later ones, with `host-lost`; for whoever learns that the other end is gone. What became of a commit
   * under way is then not known here: `findResult` of a new connection says it.
   */
  lose(cause?: unknown): void;
}

type Answer<T> = { readonly code: HostErrorCode; readonly check: Check<T> };

const nothing: Check<void> = () => undefined;
/** Each method's answer, and the code of the error for one that is none. */
const ANSWERS = {
  describe: { code: 'read-failed', check: isHostFacts },
  capabilities: { code: 'read-failed', check: checkCapabilities },
  selection: { code: 'read-failed', check: isTargets },
  readPixels: { code: 'read-failed', check: isReadRaster },
  readMask: { code: 'read-failed', check: isReadMask },
  commit: { code: 'write-failed', check: isCommitResult },
  findResult: { code: 'read-failed', check: isNullOr(isId) },
  revert: { code: 'write-failed', check: nothing },
  'metadata.get': { code: 'read-failed', check: isNullOr(isStoredText) },
  'storage.get': { code: 'read-failed', check: isNullOr(isStored) },
  'storage.set': { code: 'write-failed', check: nothing },
  'storage.keys': { code: 'read-failed', check: isKeys },
  'storage.delete': { code: 'write-failed', check: nothing },
} as const satisfies Record<string, Answer<unknown>>;
type HostCallName = keyof typeof ANSWERS;
type AnswerOf<Name extends HostCallName> = ReturnType<(typeof ANSWERS)[Name]['check']>;

/** Changes of the document are not given up when cancelled: whether they were rolled back is waited for. */
const AWAITED = ['commit', 'revert'];

/**
 * Makes the adapter that `serveHost` serves at the other end of an endpoint available here.
 *
 * @returns once the host has said what it can do.
 * @throws HostError `read-failed` for another side that is no host of this version.
 * @remarks Pixels of a write plan move to the host's side; masks and tables are copied. What is read is the reader's own.
 */
export async function connectHost(endpoint: EngineEndpoint, { signal }: CallOptions = {}): Promise<ConnectedHost> {
  const calls = connectCalls(HOST_PATH, endpoint, {
    awaited: AWAITED,
    lost: (cause) => new HostError('host-lost', `host: ended under way${cause instanceof Error ? ` (${cause.message})` : ''}`, { cause }),
  });
  const ask = <Name extends HostCallName>(name: Name, request: object, control: EngineControl = {}): Promise<AnswerOf<Name>> => askChecked(calls, name, request, control);

  const facts = await ask('describe', {}, signal === undefined ? {} : { signal });
  const { metadata, storage } = facts.capabilities;
  const host: HostAdapter = {
    specificationVersion: HOST_SPECIFICATION_VERSION,
    id: facts.id,
    capabilities: (options) => ask('capabilities', {}, options),
    selection: (options) => ask('selection', {}, options),
    readPixels: (target, { signal: cancel, ...options } = {}) => ask('readPixels', { target, ...options }, only(cancel)),
    readMask: (target, slot, options) => ask('readMask', { target, slot }, options),
    commit: (target, writePlan, { label, ...control }) => ask('commit', { target, writePlan: withOwnMasks(writePlan), label }, control),
    findResult: (target, options) => ask('findResult', { target }, options),
    revert: async (target, resultId, options) => ask('revert', { target, resultId }, options),
    ...(metadata === undefined ? {} : { metadata: { get: (target, key, options) => ask('metadata.get', { target, key }, options) } }),
    ...(storage === undefined
      ? {}
      : {
          storage: {
            get: (key) => ask('storage.get', { key }),
            set: async (key, value) => ask('storage.set', { key, value }),
            keys: () => ask('storage.keys', {}),
            delete: async (key) => ask('storage.delete', { key }),
          },
        }),
    ...(facts.tellsEvents ? { on: listenTo(endpoint) } : {}),
  };
  return { host, lose: calls.lose };
}

async function askChecked<Name extends HostCallName>(calls: ConnectedCalls, name: Name, request: object, control: EngineControl): Promise<AnswerOf<Name>> {
  const answer = await calls.request(name, request, control);
  const { code, check } = ANSWERS[name];
  try {
    return check(answer, 'answer') as AnswerOf<Name>;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError || error instanceof InvalidRasterError || error instanceof MaskError)) throw error;
    throw new HostError(code, `${name}: ${error.message}`, { cause: error, fields: { call: name } });
  }
}

function listenTo(endpoint: EngineEndpoint): NonNullable<HostAdapter['on']> {
  return <E extends keyof HostEvents>(event: E, listener: HostEvents[E]) => {
    const hear = ({ data }: { readonly data: unknown }): void => {
      const message = readWireMessage(data, HOST_PATH);
      if (message?.openretouch === 'event' && message.event === event && HOST_EVENTS.includes(event)) listener();
    };
    endpoint.addEventListener('message', hear);
    return () => endpoint.removeEventListener('message', hear);
  };
}

/** Masks may be the caller's, or lent by the host itself; pixels were rendered for this write. */
function withOwnMasks({ steps }: RenderedWritePlan): RenderedWritePlan {
  return {
    steps: steps.map((step): RenderedWriteStep => {
      if (step.kind === 'metadata') return step;
      const own = step.mask === undefined ? step : { ...step, mask: { ...step.mask, mask: { ...step.mask.mask, data: step.mask.mask.data.slice() } } };
      return own.kind === 'lut' ? { ...own, lut: { ...own.lut, values: own.lut.values.slice() } } : own;
    }),
  };
}

function only(signal: CallOptions['signal']): EngineControl {
  return signal === undefined ? {} : { signal };
}
