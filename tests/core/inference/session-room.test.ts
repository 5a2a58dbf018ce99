import { InferenceError } from '@openretouch/core';
import { chooseExecutionProvider, type Tensors } from '@openretouch/core/inference';
import { describe, expect, it } from 'vitest';
import { checkModelFile } from '../../../packages/core/src/inference/check-model.js';
import { SessionRoom } from '../../../packages/core/src/inference/session-room.js';
import { fakeDecision, FakeRuntime } from './fake-models.js';

const { spec, bytes } = fakeDecision();
const model = { spec, bytes, graph: checkModelFile(spec, bytes) };
const copy = (fill = 0.5): Tensors => ({ copy: { data: new Float32Array(3 * 64 * 64).fill(fill), shape: [1, 3, 64, 64] } });
const modulation = (data: Float32Array, shape = [1, 262]): Tensors => ({ modulation: { data, shape } });
const tick = (): Promise<void> => new Promise((resume) => setImmediate(resume));

const room = (runtime: FakeRuntime, provider: 'wasm' | 'webgpu' = 'wasm'): SessionRoom => new SessionRoom(runtime, { name: provider, reason: 'test' });

describe('the session room', () => {
  it('runs one after the other, in the order asked, in one session', async () => {
    const runtime = new FakeRuntime();
    let running = 0;
    runtime.run = async (inputs) => {
      running += 1;
      expect(running).toBe(1);
      await tick();
      running -= 1;
      return modulation(new Float32Array(262).fill(inputs['copy'].data[0]));
    };
    const one = room(runtime);
    const results = await Promise.all([0.1, 0.2, 0.3].map((fill) => one.run(model, copy(fill))));
    expect(results.map(({ modulation: { data } }) => Number(data[0].toFixed(3)))).toEqual([0.1, 0.2, 0.3]);
    expect(runtime.diary.filter((line) => line.startsWith('create'))).toEqual(['create wasm']);
  });

  it('goes on after a run that failed', async () => {
    const runtime = new FakeRuntime();
    const sound = runtime.run;
    const one = room(runtime);
    runtime.run = () => Promise.reject(new Error('a kernel gave up'));
    await expect(one.run(model, copy())).rejects.toThrowError('model csrnet-neutral: did not run to its end (a kernel gave up)');
    runtime.run = sound;
    expect((await one.run(model, copy()))['modulation'].shape).toEqual([1, 262]);
  });

  it.each<[string, Tensors, RegExp]>([
    ['a copy of another shape', { copy: { data: new Float32Array(12), shape: [1, 3, 2, 2] } }, /copy of shape \[1, 3, 2, 2\] \(expected \[1, 3, 64, 64\]\)/],
    ['fewer numbers than the shape has', { copy: { data: new Float32Array(12), shape: [1, 3, 64, 64] } }, /12 numbers/],
    ['numbers out of range', copy(1.5), /copy\[0\] 1.5 \(expected 0 to 1\)/],
    ['NaN', copy(NaN), /copy\[0\] NaN/],
    ['another name', { photo: copy()['copy'] }, /inputs photo \(expected copy\)/],
  ])('refuses %s before the model sees it', async (_, inputs, message) => {
    const runtime = new FakeRuntime();
    await expect(room(runtime).run(model, inputs)).rejects.toThrowError(message);
    expect(runtime.diary).toEqual([]);
  });

  it.each<[string, Tensors]>([
    ['NaN', modulation(new Float32Array(262).fill(NaN))],
    ['infinity', modulation(new Float32Array(262).fill(Infinity))],
    ['numbers far out of range', modulation(new Float32Array(262).fill(33))],
    ['another shape', modulation(new Float32Array(32), [1, 32])],
    ['nothing', {}],
  ])('refuses %s that comes out', async (_, outputs) => {
    const runtime = new FakeRuntime();
    runtime.run = () => Promise.resolve(outputs);
    await expect(room(runtime).run(model, copy())).rejects.toThrowError(InferenceError);
  });

  it('leaves out what was cancelled while it waited, with the reason of the signal', async () => {
    const runtime = new FakeRuntime();
    runtime.run = async () => {
      await tick();
      return modulation(new Float32Array(262));
    };
    const one = room(runtime);
    const controller = new AbortController();
    const first = one.run(model, copy());
    const second = one.run(model, copy(), controller.signal);
    controller.abort(new Error('enough'));
    await first;
    await expect(second).rejects.toThrowError('enough');
    expect(runtime.diary.filter((line) => line === 'begin')).toHaveLength(1);
  });

  it('falls back to WebAssembly, once and for good, when WebGPU is lost in the middle', async () => {
    const runtime = new FakeRuntime();
    const sound = runtime.run;
    runtime.run = (inputs, provider) => (provider === 'webgpu' ? Promise.reject(new Error('device lost')) : sound(inputs, provider));
    const one = room(runtime, 'webgpu');
    await one.run(model, copy());
    await one.run(model, copy());
    expect(one.provider).toEqual({ name: 'wasm', reason: expect.stringContaining('device lost') as string });
    expect(runtime.diary.filter((line) => !['begin', 'end'].includes(line))).toEqual(['create webgpu', 'release webgpu', 'create wasm']);
  });

  it('falls back to WebAssembly when WebGPU gives no numbers', async () => {
    const runtime = new FakeRuntime();
    const sound = runtime.run;
    runtime.run = (inputs, provider) => (provider === 'webgpu' ? Promise.resolve({ modulation: { data: new Float32Array(262).fill(NaN), shape: [1, 262] } }) : sound(inputs, provider));
    const one = room(runtime, 'webgpu');
    expect((await one.run(model, copy()))['modulation'].data[0]).toBe(1);
    expect(one.provider).toEqual({ name: 'wasm', reason: expect.stringMatching(/^wasm: webgpu failed \(model csrnet-neutral: modulation\[0\] NaN/) as string });
  });

  it.each([
    ['makes no session', { createSession: () => Promise.reject(new Error('no memory on the device')) }],
    ['loses its device before a session can be released', { run: () => Promise.reject(new Error('no memory on the device')), release: () => Promise.reject(new Error('device lost')) }],
  ])('falls back to WebAssembly when WebGPU %s', async (_, { createSession, ...broken }: { createSession?: () => Promise<never>; run?: () => Promise<never>; release?: () => Promise<never> }) => {
    const runtime = new FakeRuntime();
    const create = runtime.createSession.bind(runtime);
    runtime.createSession = async (bytes, provider) => (provider === 'wasm' ? create(bytes, provider) : (createSession?.() ?? { ...(await create(bytes, provider)), ...broken }));
    const one = room(runtime, 'webgpu');
    expect((await one.run(model, copy()))['modulation'].data[0]).toBe(1);
    expect(one.provider).toEqual({ name: 'wasm', reason: 'wasm: webgpu failed (' + (createSession === undefined ? 'model csrnet-neutral: did not run to its end (no memory on the device))' : 'model csrnet-neutral: refused by fake (no memory on the device))') });
  });

  it.each([
    ['to a run', 'WebAssembly.Memory.grow(): Maximum memory size exceeded', 'model csrnet-neutral: no memory to run it in (WebAssembly.Memory.grow(): Maximum memory size exceeded;'],
    ['to a run', 'std::bad_alloc', 'model csrnet-neutral: no memory to run it in (std::bad_alloc;'],
    ['to a session', 'WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance', 'model csrnet-neutral: no memory for fake to make it ready in (WebAssembly.instantiate(): Out of memory'],
    ['to a session', "Can't create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc", 'model csrnet-neutral: no memory for fake to make it ready in'],
  ])('says that memory was refused %s by its own code, and can be asked again: %s', async (place, reason, message) => {
    const runtime = new FakeRuntime();
    const { run, createSession } = runtime;
    if (place === 'to a run') runtime.run = () => Promise.reject(new RangeError(reason));
    else runtime.createSession = () => Promise.reject(new RangeError(reason));
    const one = room(runtime);
    const error: unknown = await one.run(model, copy()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'InferenceError', code: 'out-of-memory', message: expect.stringContaining(message) as string });
    Object.assign(runtime, { run, createSession });
    expect((await one.run(model, copy()))['modulation'].data[0]).toBe(1);
  });

  it('releases its sessions once, after what is under way, and refuses what comes later', async () => {
    const runtime = new FakeRuntime();
    const one = room(runtime);
    const last = one.run(model, copy());
    await Promise.all([one.dispose(), one.dispose()]);
    await last;
    expect(runtime.diary).toEqual(['create wasm', 'begin', 'end', 'release wasm']);
    await expect(one.run(model, copy())).rejects.toThrowError('disposed of');
  });
});

describe('the choice of an execution provider', () => {
  const gpu = (adapter: object | null) => ({ requestAdapter: () => Promise.resolve(adapter) });

  it.each([
    ['there is none', {}, 'wasm', 'wasm: WebGPU is not offered here'],
    ['no adapter answers', { gpu: gpu(null) }, 'wasm', 'wasm: no graphics adapter answers'],
    ['it is done in software', { gpu: gpu({ info: { isFallbackAdapter: true } }) }, 'wasm', 'wasm: the graphics adapter is a software one'],
    ['an adapter answers', { gpu: gpu({}) }, 'webgpu', 'webgpu: a graphics adapter answers'],
    ['asking fails', { gpu: { requestAdapter: () => Promise.reject(new Error('blocked')) } }, 'wasm', 'wasm: the graphics adapter failed (blocked)'],
    ['WebAssembly is asked for', { gpu: gpu({}), force: 'wasm' as const }, 'wasm', 'wasm: asked for'],
  ])('says why where %s', async (_, options, name, reason) => {
    expect(await chooseExecutionProvider(options)).toEqual({ name, reason });
  });

  it('refuses WebGPU that is asked for and not there', async () => {
    await expect(chooseExecutionProvider({ force: 'webgpu' })).rejects.toThrowError('force: webgpu (expected wasm or auto: WebGPU is not offered here)');
  });
});
