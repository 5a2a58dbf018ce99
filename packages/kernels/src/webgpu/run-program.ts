import type { PixelKernel, Raster } from '@openretouch/core';
import { type DeviceHealth, tilePixelsFor, workgroupsFor } from './device.js';
import { type GpuDevice, type GpuPipeline, MAP_READ } from './gpu.js';
import type { Pipelines } from './pipelines.js';
import type { Program } from './program.js';
import type { ResidentTables } from './resident-tables.js';
import { scoped } from './scoped.js';
import { destroySlot, type TileSlot, type TileSlots } from './tile-slots.js';
import { readPixels, writeMask, writePixels } from './transport.js';

/** What programs run on. */
export interface ProgramRunner {
  readonly device: GpuDevice;
  readonly health: DeviceHealth;
  readonly pipelines: Pipelines;
  readonly slots: TileSlots;
  readonly tables: ResidentTables;
  readonly tilePixels: number | undefined;
}

/** Tiles on the way at a time: one is brought in or carried out while the other runs. */
const TILES_IN_FLIGHT = 2;

interface TileInFlight {
  readonly slot: TileSlot;
  readonly first: number;
  readonly count: number;
  /** Rejects when anything about the tile went wrong. */
  readonly readable: Promise<void>;
}

/**
 * @returns a kernel that runs a program tile by tile. A tile's pixels are written once they have been read back whole and the device found
 * nothing wrong; when it did, the kernel rejects with a `kernels-failed` {@link KernelError}, and tiles before may be written.
 */
export function programKernel(runner: ProgramRunner, program: Program): PixelKernel {
  const { device, health, pipelines, slots, tables } = runner;
  const tilePixels = tilePixelsFor(device.limits, program.masks.length, runner.tilePixels);

  return async (source, first, count, out) => {
    const inFlight: TileInFlight[] = [];
    try {
      health.check();
      const pipeline = await pipelines.compile(program.wgsl);
      for (let done = 0; done < count; done += tilePixels) {
        if (inFlight.length === TILES_IN_FLIGHT) await finish(inFlight, out);
        inFlight.push(start(pipeline, source, first + done, Math.min(tilePixels, count - done)));
      }
      while (inFlight.length > 0) await finish(inFlight, out);
    } catch (error) {
      for (const { slot, readable } of inFlight) {
        readable.catch(() => {});
        destroySlot(slot);
      }
      tables.forget(program.tables);
      throw await health.explain(error);
    }
  };

  function start(pipeline: GpuPipeline, source: Raster, first: number, count: number): TileInFlight {
    const pixelBytes = (count * program.bitDepth) / 2;
    const capacity = Math.ceil(count / 4) * 4;
    const { result, checked } = scoped(device, () => {
      const lent = slots.lend(pixelBytes, program.masks.length * capacity * 4);
      const { queue } = device;
      queue.writeBuffer(lent.tile, 0, Uint32Array.of(first, count, source.width, source.height, capacity));
      writePixels(queue, source, first, count, lent.pixels);
      program.masks.forEach((mask, i) => writeMask(queue, mask, first, count, lent.coverage, i * capacity * 4));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, lent.group);
      pass.setBindGroup(1, tables.bring(program.tables));
      pass.dispatchWorkgroups(workgroupsFor(count));
      pass.end();
      encoder.copyBufferToBuffer(lent.pixels, 0, lent.readback, 0, pixelBytes);
      queue.submit([encoder.finish()]);
      return { slot: lent, mapped: lent.readback.mapAsync(MAP_READ, 0, pixelBytes) };
    });
    const { slot, mapped } = result;
    mapped.catch(() => {});
    // What the device found wrong says more than that its result cannot be read.
    return { slot, first, count, readable: checked.then(() => mapped) };
  }

  /** Writes the oldest tile's pixels. */
  async function finish(inFlight: TileInFlight[], out: Raster): Promise<void> {
    const { slot, first, count, readable } = inFlight[0];
    await readable;
    readPixels(slot.readback.getMappedRange(0, (count * program.bitDepth) / 2), first, count, out);
    slot.readback.unmap();
    inFlight.shift();
    slots.takeBack(slot);
  }
}
