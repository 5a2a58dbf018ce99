import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const fromRoot = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@openretouch\/core\/host-conformance$/, replacement: fromRoot('packages/core/src/host/conformance/index.ts') },
      { find: /^@openretouch\/core\/inference$/, replacement: fromRoot('packages/core/src/inference/index.ts') },
      { find: /^@openretouch\/core\/photo-file$/, replacement: fromRoot('packages/core/src/photo-file/index.ts') },
      { find: /^@openretouch\/core\/worker$/, replacement: fromRoot('packages/core/src/worker/index.ts') },
      { find: /^@openretouch\/core\/engine-library$/, replacement: fromRoot('packages/core/src/worker/library/index.ts') },
      { find: /^@openretouch\/core$/, replacement: fromRoot('packages/core/src/index.ts') },
      { find: /^@openretouch\/engine$/, replacement: fromRoot('packages/engine/src/index.ts') },
      { find: /^@openretouch\/panel\/(session|strings)$/, replacement: fromRoot('packages/panel/src/$1/index.ts') },
      { find: /^@openretouch\/panel$/, replacement: fromRoot('packages/panel/src/index.ts') },
      { find: /^@openretouch\/kernels\/(node|web)$/, replacement: fromRoot('packages/kernels/src/$1.ts') },
      { find: /^@openretouch\/kernels$/, replacement: fromRoot('packages/kernels/src/index.ts') },
      { find: /^@openretouch\/psd$/, replacement: fromRoot('packages/psd/src/index.ts') },
      { find: /^@openretouch\/models$/, replacement: fromRoot('models/src/index.ts') },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/slow/**', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
