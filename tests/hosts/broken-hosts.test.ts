import { type CallOptions, type CommitOptions, type CommitResult, HostError, MemoryHost, type MemoryHostOptions, type ReadMask, type ReadOptions, type ReadRaster, type RenderedWritePlan, type TargetReference } from '@openretouch/core';
import { CONFORMANCE_CASES, runConformanceCase } from '@openretouch/core/host-conformance';
import { describe, expect, test } from 'vitest';
import { createMemoryFixture } from './memory-fixture.js';

type Layers = ReturnType<MemoryHost['editor']['look']>['layers'];

class SkipsRevisionCheck extends MemoryHost {
  protected override checkRevision(target: TargetReference): ReturnType<MemoryHost['editor']['look']> {
    return this.editor.look(target.documentId);
  }
}

class NeverRollsBack extends MemoryHost {
  protected override rollBack(): void {}
}

class DropsAlpha extends MemoryHost {
  override async readPixels(target: TargetReference, options?: ReadOptions): Promise<ReadRaster> {
    const placed = await super.readPixels(target, options);
    const data = placed.raster.data.slice();
    for (let i = 3; i < data.length; i += 4) data[i] = placed.raster.bitDepth === 8 ? 255 : 65535;
    return { ...placed, raster: { ...placed.raster, data } };
  }
}

class CutsTo8Bit extends MemoryHost {
  override async readPixels(target: TargetReference, options?: ReadOptions): Promise<ReadRaster> {
    return super.readPixels(target, { ...options, bitDepth: 8 });
  }
}

class ForgetsOffset extends MemoryHost {
  override async readPixels(target: TargetReference, options?: ReadOptions): Promise<ReadRaster> {
    const placed = await super.readPixels(target, options);
    return { ...placed, bounds: { ...placed.bounds, left: 0, top: 0 } };
  }
}

class IgnoresSelection extends MemoryHost {
  override async readMask(target: TargetReference, slot: string, options?: CallOptions): Promise<ReadMask | null> {
    return slot === 'selection' ? null : super.readMask(target, slot, options);
  }
}

class DropsLayerMasks extends MemoryHost {
  override async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    const steps = writePlan.steps.map((step) => (step.kind === 'metadata' ? step : { ...step, mask: undefined }));
    return super.commit(target, { steps }, options);
  }
}

class IgnoresCancelling extends MemoryHost {
  override async commit(target: TargetReference, writePlan: RenderedWritePlan, { label }: CommitOptions): Promise<CommitResult> {
    return super.commit(target, writePlan, { label });
  }
}

class StacksResults extends MemoryHost {
  override async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    const { editor } = this;
    const earlier = editor.look(target.documentId).layers.filter((layer) => layer.kind === 'result' && layer.pictureId === target.layerId);
    for (const { id } of earlier) editor.removeLayer(target.documentId, id);
    const result = await super.commit(target, writePlan, options);
    for (const layer of earlier as Layers) if (layer.kind === 'result') editor.insertLayer(target.documentId, layer, target.layerId);
    return result;
  }
}

class UndoesInSteps extends MemoryHost {
  override async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    const result = await super.commit(target, writePlan, options);
    this.editor.setTexts(target.documentId, 'late', new Map([['late', 'entry']]));
    return result;
  }
}

class KeepsBuffers extends MemoryHost {
  override async readPixels(target: TargetReference, options?: ReadOptions): Promise<ReadRaster> {
    const { release: _, ...placed } = await super.readPixels(target, options);
    return placed;
  }
}

class WrapsAbortReasons extends MemoryHost {
  override async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    return super.commit(target, writePlan, options).catch((cause: unknown) => {
      throw new HostError('write-failed', 'commit failed', { cause });
    });
  }
}

class ThrowsItsOwnErrors extends MemoryHost {
  override async readPixels(target: TargetReference, options?: ReadOptions): Promise<ReadRaster> {
    return super.readPixels(target, options).catch((error: Error) => {
      throw error.cause ?? error;
    });
  }
}

class LosesCharacters extends MemoryHost {
  override async commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult> {
    const steps = writePlan.steps.map((step) => (step.kind === 'metadata' ? { ...step, value: step.value.replace(/[\u2028\u2029]/g, ' ') } : step));
    return super.commit(target, { steps }, options);
  }
}

class ThickensEdges extends MemoryHost {
  override composite(target: TargetReference): ReturnType<MemoryHost['composite']> {
    const { raster, bounds } = super.composite(target);
    const data = raster.data.slice();
    // Source over: two layers of coverage a make 1 - (1 - a)^2.
    for (let i = 3; i < data.length; i += 4) data[i] = Math.round(255 * (1 - (1 - data[i] / 255) ** 2));
    return { raster: { ...raster, data }, bounds };
  }
}

class TakesAnything extends MemoryHost {
  override capabilities: MemoryHost['capabilities'] = async () => {
    const { native: _, ...complete } = await new MemoryHost().capabilities();
    return { ...complete, native: {} };
  };
}

/** What is broken, and the promise that it breaks. */
const BROKEN: readonly (readonly [new (options: MemoryHostOptions) => MemoryHost, string])[] = [
  [SkipsRevisionCheck, 'refuses to commit to a picture that changed after it was read'],
  [NeverRollsBack, 'leaves the document as it was when a first commit is cancelled, wherever that is'],
  [NeverRollsBack, 'leaves the earlier result as it was when applying again is cancelled, wherever that is'],
  [NeverRollsBack, 'leaves the document as it was when a whole run is cancelled, wherever that is'],
  [NeverRollsBack, 'rolls back a first commit that fails, wherever that is'],
  [NeverRollsBack, 'rolls back applying again when it fails, wherever that is'],
  [DropsAlpha, 'reads straight alpha to the last bit'],
  [CutsTo8Bit, 'reads 16 bit to the last bit'],
  [ForgetsOffset, 'says where a picture lies that hangs over the edge'],
  [ForgetsOffset, 'puts the result where the picture lies'],
  [IgnoresSelection, 'reads the selection'],
  [IgnoresSelection, 'changes only what is selected, as softly as it is selected'],
  [DropsLayerMasks, 'honours the layer mask a recipe refers to'],
  [IgnoresCancelling, 'leaves the document as it was when a first commit is cancelled, wherever that is'],
  [StacksResults, 'updates its own result in place when applied again'],
  [UndoesInSteps, 'makes one undo step of one apply, and undo brings back the document'],
  [UndoesInSteps, 'reverts to the document of before, to the last byte'],
  [KeepsBuffers, 'gives back every lent buffer on release'],
  [KeepsBuffers, 'leaves no buffer lent after a run'],
  [WrapsAbortReasons, 'leaves the document as it was when a first commit is cancelled, wherever that is'],
  [ThrowsItsOwnErrors, 'makes a HostError of what the host throws, and keeps the cause'],
  [ThickensEdges, 'keeps the coverage of a picture with transparency'],
  [LosesCharacters, 'takes names from strangers as nothing but text'],
  [TakesAnything, 'refuses what it declared it cannot do, and changes nothing'],
];

describe('the conformance suite', () => {
  test.each(BROKEN.map(([Host, name]) => ({ Host, name, host: Host.name })))('catches a host that $host: "$name"', async ({ Host, name }) => {
    const broken = CONFORMANCE_CASES.find((one) => one.name === name);
    if (broken === undefined) throw new Error(`no case "${name}"`);
    const outcome = await runConformanceCase(broken, () => createMemoryFixture({ createHost: (options) => new Host(options) }));
    expect(outcome.status).toBe('failed');
    const error = outcome.status === 'failed' ? outcome.error : undefined;
    expect((error as Error).name).toBe('ConformanceError');
  });

  test('says why it skips what a host declares it lacks', async () => {
    const alpha = CONFORMANCE_CASES.find(({ name }) => name === 'reads straight alpha to the last bit');
    const outcome = await runConformanceCase(alpha as (typeof CONFORMANCE_CASES)[number], () => createMemoryFixture({ lacks: { alpha: 'reads JPEG alone' } }));
    expect(outcome).toMatchObject({ status: 'skipped', reason: 'alpha: reads JPEG alone' });
  });

  test('has no two cases of one name', () => {
    const names = CONFORMANCE_CASES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
