import { createHash } from 'node:crypto';
import type { ModelList, ModelSpec, RuntimeSession, InferenceRuntime, Tensors } from '@openretouch/core/inference';
import { writeOnnxModel } from '../../helpers/onnx-writer.js';

/** A model with the inputs and outputs of a deciding csrnet, and what a manifest says of it. */
export function fakeDecision(changes: Partial<ModelSpec> = {}, opset = 17): { readonly spec: ModelSpec; readonly bytes: Uint8Array } {
  const bytes = writeOnnxModel({
    opset,
    nodes: [{ operator: 'Identity', inputs: ['numbers'], outputs: ['modulation'] }],
    tensors: { numbers: { shape: [1, 262], values: new Float32Array(262).fill(1) } },
    inputs: { copy: [1, 3, 64, 64] },
    outputs: { modulation: [1, 262] },
  });
  const spec: ModelSpec = {
    id: 'csrnet-neutral',
    operation: 'csrnet',
    file: 'weights/decide.onnx',
    byteCount: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    opset: 17,
    inputs: [{ name: 'copy', shape: [1, 3, 64, 64], type: 'float32', range: [0, 1], encoding: 'srgb', size: [64, 64] }],
    outputs: [{ name: 'modulation', shape: [1, 262], type: 'float32', range: [-32, 32], encoding: 'none' }],
    ...changes,
  };
  return { spec, bytes };
}

export const listOf = (...models: readonly ModelSpec[]): ModelList => ({ schema: 'openretouch/models@1', models });

/** A runtime whose sessions do as they are told, and that keeps a diary. */
export class FakeRuntime implements InferenceRuntime {
  readonly name = 'fake';
  readonly diary: string[] = [];
  run: (inputs: Tensors, provider: string) => Promise<Tensors> = () => Promise.resolve({ modulation: { data: new Float32Array(262).fill(1), shape: [1, 262] } });

  createSession(_: Uint8Array, provider: 'webgpu' | 'wasm'): Promise<RuntimeSession> {
    this.diary.push(`create ${provider}`);
    return Promise.resolve({
      run: async (inputs) => {
        this.diary.push('begin');
        const outputs = await this.run(inputs, provider);
        this.diary.push('end');
        return outputs;
      },
      release: () => Promise.resolve(void this.diary.push(`release ${provider}`)),
    });
  }
}
