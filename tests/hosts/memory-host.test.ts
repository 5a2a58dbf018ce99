import { testHost } from './run-conformance.js';
import { createMemoryFixture } from './memory-fixture.js';

testHost('MemoryHost', () => createMemoryFixture());

testHost('MemoryHost without undo grouping', () => createMemoryFixture({ canGroupUndo: false }));

testHost('MemoryHost with pixels of 8 bit alone', () =>
  createMemoryFixture({
    limit: (complete) => ({
      read: { rectangle: false, scaled: false, bitDepths: [8] },
      masks: { layerMask: false, selection: true, named: false },
      write: { placement: 'above', mask: false, opacity: false, bitDepths: [8], maximumSide: 64 },
      native: {},
      undo: complete.undo,
      revert: true,
    }),
  }),
);

testHost('MemoryHost with a small LUT that takes no mask', () =>
  createMemoryFixture({
    limit: (complete) => ({ ...complete, native: { lut3d: { maximumSize: 17, spaces: ['srgb'], mask: false } }, metadata: { maximumValueBytes: 20_000 } }),
  }),
);
