import { HostError } from '../../errors.js';
import type { Recipe } from '../../recipe/recipe.js';
import type { CallOptions, HostCapabilities } from '../host-adapter.js';
import { runInHost } from '../run-in-host.js';
import { describeError, expectEqual, expectHostError, expectRejection, expectTrue } from './assert.js';
import type { ConformanceCase } from './conformance-case.js';
import type { ConformanceFixture } from './fixture.js';
import { makePicture, makeRampMask } from './pictures.js';
import { DIMMED, createCountdownSignal, makeRecipe, MIXED, prepareCommit } from './steps.js';
import { refusedWritePlans } from './refused-plans.js';
import type { RenderedWritePlan } from '../write-plan.js';

/** More looks at a signal, or calls, than any adapter makes for a picture of a few pixels. */
const MAXIMUM_ATTEMPTS = 2000;

export const SAFETY_CASES: readonly ConformanceCase[] = [
  {
    name: 'refuses to commit to a picture that changed after it was read',
    async run(fixture) {
      const { target, writePlan } = await prepareCommit(fixture, await fixture.place(makePicture()), DIMMED, 'pixels');
      await fixture.paint(target);
      const before = await fixture.fingerprint(target);
      await expectHostError(fixture.host.commit(target, writePlan, { label: 'stale' }), ['stale-target'], 'commit to a changed picture');
      expectEqual(await fixture.fingerprint(target), before, 'document');
    },
  },
  {
    name: 'refuses a picture that is not there',
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const { writePlan } = await prepareCommit(fixture, target, DIMMED, 'pixels');
      const gone = { ...target, layerId: 'no such layer' };
      await expectHostError(fixture.host.readPixels(gone), ['stale-target', 'read-failed'], 'readPixels');
      await expectHostError(fixture.host.commit(gone, writePlan, { label: 'gone' }), ['stale-target'], 'commit');
    },
  },
  { name: 'leaves the document as it was when a first commit is cancelled, wherever that is', run: (fixture) => cancelsCommit(fixture, false) },
  { name: 'leaves the earlier result as it was when applying again is cancelled, wherever that is', requires: ['above'], run: (fixture) => cancelsCommit(fixture, true) },
  {
    name: 'leaves the document as it was when a whole run is cancelled, wherever that is',
    async run(fixture) {
      const target = await fixture.place(makePicture());
      await cancelsEverywhere(fixture, (signal) => runInHost({ host: fixture.host, recipe: MIXED, targets: [target], signal }));
    },
  },
  {
    name: 'passes the reason of a cancelled read through untouched',
    async run(fixture) {
      const { host } = fixture;
      const target = await fixture.place(makePicture());
      const reads: readonly ((options: CallOptions) => Promise<unknown>)[] = [
        (options) => host.capabilities(options),
        (options) => host.selection(options),
        (options) => host.readPixels(target, options),
        (options) => host.readMask(target, 'host', options),
        (options) => host.findResult(target, options),
      ];
      for (const read of reads) {
        const reason = new Error('cancelled before');
        const error = await expectRejection(read({ signal: { aborted: true, reason } }), 'a cancelled read');
        expectTrue(error === reason, `a cancelled read: failed with ${describeError(error)} (expected the reason itself)`);
      }
    },
  },
  { name: 'rolls back a first commit that fails, wherever that is', requires: ['fault-injection'], run: (fixture) => rollsBack(fixture, false) },
  { name: 'rolls back applying again when it fails, wherever that is', requires: ['fault-injection', 'above'], run: (fixture) => rollsBack(fixture, true) },
  {
    name: 'makes a HostError of what the host throws, and keeps the cause',
    requires: ['fault-injection'],
    async run(fixture) {
      const target = await fixture.place(makePicture());
      fixture.failCall?.(1);
      const error = await expectHostError(fixture.host.readPixels(target), ['read-failed'], 'readPixels of a failing host');
      fixture.failCall?.(0);
      expectTrue(error.cause !== undefined, 'cause: undefined (expected what the host threw)');
    },
  },
  {
    name: 'gives back every lent buffer when a run fails',
    requires: ['fault-injection', 'lent-count'],
    async run(fixture) {
      const target = await fixture.place(makePicture({ layerMask: makeRampMask(0, 0, 3, 3) }));
      const lent = fixture.lentCount?.();
      const recipe = makeRecipe([{ op: 'brightness', gain: 1.2, mask: { slot: 'host', optional: true } }]);
      await failsEverywhere(fixture, () => runInHost({ host: fixture.host, recipe, targets: [target] }), async () => {
        expectEqual(fixture.lentCount?.(), lent, 'lent buffers');
      });
    },
  },
  {
    name: 'refuses what it declared it cannot do, and changes nothing',
    async run(fixture) {
      const target = await fixture.place(makePicture());
      const refused = refusedWritePlans(await fixture.host.capabilities());
      if (refused.length === 0) return { skipped: 'declares no limit that a write plan could break' };
      const before = await fixture.fingerprint(target);
      for (const { what, writePlan, codes } of refused) {
        await expectHostError(fixture.host.commit(target, writePlan, { label: what }), codes, `commit of ${what}`);
        expectEqual(await fixture.fingerprint(target), before, `document after ${what}`);
      }
      return undefined;
    },
  },
  {
    name: 'leaves out what may be skipped, and says why',
    async run(fixture) {
      const { metadata } = await fixture.host.capabilities();
      if (metadata !== undefined) return { skipped: 'keeps text' };
      const { target, writePlan } = await prepareCommit(fixture, await fixture.place(makePicture()), DIMMED, 'pixels');
      const steps = [...writePlan.steps, { kind: 'metadata', key: 'key', value: 'value', fallback: 'skip' } as const];
      const { outcomes } = await fixture.host.commit(target, { steps }, { label: 'skips' });
      const outcome = outcomes.find(({ step }) => step === steps.length - 1);
      expectEqual(outcome?.became, 'skipped', 'outcome of text');
      expectTrue((outcome?.reason ?? '') !== '', 'reason of a skipped step: empty (expected one)');
      return undefined;
    },
  },
  {
    name: 'warns of what it replaces by pixels or leaves out',
    async run(fixture) {
      const capabilities = await fixture.host.capabilities();
      const expected = missingFeatures(capabilities);
      if (expected.length === 0) return { skipped: 'can do all that the recipe asks' };
      const target = await fixture.place(makePicture());
      const [result] = await runInHost({ host: fixture.host, recipe: makeRecipe([{ op: 'saturation', gain: 0.5 }]), targets: [target] });
      const warned = result.status === 'retouched' ? result.warnings.map(({ feature }) => feature) : [];
      for (const feature of expected) expectTrue(warned.includes(feature), `warnings: ${warned.join(', ') || 'none'} (expected ${feature})`);
      return undefined;
    },
  },
];

function missingFeatures({ native, metadata, write }: HostCapabilities): string[] {
  const features: string[] = [];
  if (native.lut3d === undefined && write.placement === 'above') features.push('lut3d');
  if (metadata === undefined) features.push('metadata');
  return features;
}

async function cancelsCommit(fixture: ConformanceFixture, isAgain: boolean): Promise<void> {
  const { target, writePlan } = await prepareAfter(fixture, isAgain);
  await cancelsEverywhere(fixture, (signal) => fixture.host.commit(target, withOwnPixels(writePlan), { label: 'cancelled', signal }));
}

async function rollsBack(fixture: ConformanceFixture, isAgain: boolean): Promise<void> {
  const { target, writePlan } = await prepareAfter(fixture, isAgain);
  const before = await fixture.fingerprint(target);
  const undoCount = await fixture.undoCount?.(target);
  await failsEverywhere(fixture, () => fixture.host.commit(target, withOwnPixels(writePlan), { label: 'failing' }), async (n) => {
    expectEqual(await fixture.fingerprint(target), before, `document after the failure of call ${n}`);
    expectEqual(await fixture.undoCount?.(target), undoCount, `undo steps after the failure of call ${n}`);
  });
}

/** A commit takes the pixels it is given. */
function withOwnPixels({ steps }: RenderedWritePlan): RenderedWritePlan {
  return {
    steps: steps.map((step) => {
      if (step.kind !== 'raster') return step;
      const { raster } = step.pixels;
      return { ...step, pixels: { ...step.pixels, raster: { ...raster, data: raster.data.slice() } } };
    }),
  };
}

/** @returns a commit of several steps where the host has them, over an earlier result where asked. */
async function prepareAfter(fixture: ConformanceFixture, isAgain: boolean): Promise<Awaited<ReturnType<typeof prepareCommit>>> {
  const target = await fixture.place(makePicture());
  const earlier: Recipe = DIMMED;
  if (isAgain) await runInHost({ host: fixture.host, recipe: earlier, targets: [target], preference: 'pixels' });
  return prepareCommit(fixture, target, MIXED);
}

type Attempt = (signal: ReturnType<typeof createCountdownSignal>) => Promise<unknown>;

async function cancelsEverywhere(fixture: ConformanceFixture, attempt: Attempt): Promise<void> {
  const [target] = await fixture.host.selection();
  const before = await fixture.fingerprint(target);
  const undoCount = await fixture.undoCount?.(target);
  for (let n = 0; n < MAXIMUM_ATTEMPTS; n += 1) {
    const signal = createCountdownSignal(n);
    const error = await attempt(signal).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) {
      expectTrue(n >= 1, 'a signal that was aborted before the start: went through (expected its reason)');
      return;
    }
    expectTrue(error === signal.reason, `cancelled at look ${n}: failed with ${describeError(error)} (expected the signal's reason itself)`);
    expectEqual(await fixture.fingerprint(target), before, `document after cancelling at look ${n}`);
    expectEqual(await fixture.undoCount?.(target), undoCount, `undo steps after cancelling at look ${n}`);
  }
  expectTrue(false, `still cancelled after ${MAXIMUM_ATTEMPTS} looks at the signal`);
}

async function failsEverywhere(fixture: ConformanceFixture, attempt: () => Promise<unknown>, check: (n: number) => Promise<void>): Promise<void> {
  for (let n = 1; n < MAXIMUM_ATTEMPTS; n += 1) {
    fixture.failCall?.(n);
    const error = await attempt().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    fixture.failCall?.(0);
    if (error === undefined) {
      expectTrue(n >= 2, 'no call of the host failed (expected the fixture to make the first one fail)');
      return;
    }
    expectTrue(HostError.isInstance(error), `failure of call ${n}: ${describeError(error)} (expected a HostError)`);
    await check(n);
  }
  expectTrue(false, `still failing after ${MAXIMUM_ATTEMPTS} calls`);
}

