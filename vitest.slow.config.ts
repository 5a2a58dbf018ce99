import { defineConfig } from 'vitest/config';

/** Tests that install packages or take minutes: `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['tests/slow/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
