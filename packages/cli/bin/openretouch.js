#!/usr/bin/env node
// Committed, because npm links a package's commands before it builds the package. The program itself is in src/main.ts.
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);

if (existsSync(program)) {
  await import(program.href);
} else {
  console.error('openretouch is not built. Run "npm ci && npm run build" in the root of the repository.');
  process.exitCode = 1;
}
