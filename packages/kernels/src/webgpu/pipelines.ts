import { COMPUTE_STAGE, type GpuBindGroupLayout, type GpuDevice, type GpuLayoutEntry, type GpuPipeline, type GpuPipelineLayout } from './gpu.js';
import { scoped } from './scoped.js';

/** Shapes of plans a session meets are a few; a page that plays with sliders meets more. */
const MOST_PIPELINES = 64;

/** Compiles shaders, each text once. All share the two bind groups of bindings.wgsl.ts. */
export class Pipelines {
  readonly tileLayout: GpuBindGroupLayout;
  readonly tablesLayout: GpuBindGroupLayout;
  readonly #device: GpuDevice;
  readonly #layout: GpuPipelineLayout;
  readonly #pipelines = new Map<string, Promise<GpuPipeline>>();

  constructor(device: GpuDevice) {
    this.#device = device;
    this.tileLayout = device.createBindGroupLayout({ label: 'tile', entries: layoutEntries('uniform', 'storage', 'read-only-storage') });
    this.tablesLayout = device.createBindGroupLayout({ label: 'tables', entries: layoutEntries('read-only-storage', 'read-only-storage', 'read-only-storage') });
    this.#layout = device.createPipelineLayout({ bindGroupLayouts: [this.tileLayout, this.tablesLayout] });
  }

  /** @returns the pipeline of that text; rejects when the device does not take it. */
  compile(wgsl: string): Promise<GpuPipeline> {
    const known = this.#pipelines.get(wgsl);
    if (known !== undefined) return known;
    const { result: module, checked } = scoped(this.#device, () => this.#device.createShaderModule({ code: wgsl }));
    const pipeline = checked.then(() => this.#device.createComputePipelineAsync({ layout: this.#layout, compute: { module, entryPoint: 'main' } }));
    const [oldest] = this.#pipelines.keys();
    if (this.#pipelines.size === MOST_PIPELINES) this.#pipelines.delete(oldest);
    this.#pipelines.set(wgsl, pipeline);
    return pipeline;
  }
}

function layoutEntries(...types: readonly GpuLayoutEntry['buffer']['type'][]): GpuLayoutEntry[] {
  return types.map((type, binding) => ({ binding, visibility: COMPUTE_STAGE, buffer: { type } }));
}
