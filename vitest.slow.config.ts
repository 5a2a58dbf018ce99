import { defineConfig } from 'vitest/config';
import quick from './vitest.config.js';

/** Tests that install packages or take minutes: `npm run test:slow`. */
export default defineConfig({
  ...(quick.resolve === undefined ? {} : { resolve: quick.resolve }),
  test: {
    include: ['tests/slow/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
