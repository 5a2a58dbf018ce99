import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({ cwd: root });

/** Code is linted in place of an existing file, because rules that read types need one. */
const CORE = 'packages/core/src/cancel.ts';
const CLI = 'packages/cli/src/main.ts';

const FORBIDDEN: readonly (readonly [file: string, code: string, rule: string])[] = [
  [CORE, 'export const chance = Math.random();', 'no-restricted-properties'],
  [CORE, 'export const now = Date.now();', 'no-restricted-globals'],
  [CORE, 'export const now = new Date();', 'no-restricted-globals'],
  [CORE, 'export const width = window.innerWidth;', 'no-restricted-globals'],
  [CORE, 'export const title = document.title;', 'no-restricted-globals'],
  [CORE, 'export const home = process.env.HOME;', 'no-restricted-globals'],
  [CORE, 'export const bytes = Buffer.alloc(1);', 'no-restricted-globals'],
  [CORE, 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
  [CORE, "console.log('planned');", 'no-console'],
  [CORE, 'export const page = figma.currentPage;', 'no-restricted-globals'],
  [CORE, '/** @parm a - misspelt. */\nexport const negate = (a: number): number => -a;', 'openretouch/tsdoc'],
  [CORE, '/** See {@link negate. */\nexport const negate = (a: number): number => -a;', 'openretouch/tsdoc'],
  [CLI, 'export const page = figma.currentPage;', 'no-restricted-globals'],
  [CLI, "export const two = eval('1 + 1');", 'no-eval'],
  [CLI, "export const two = new Function('return 2');", 'no-new-func'],
  [CLI, 'Promise.resolve(1);', '@typescript-eslint/no-floating-promises'],
  [CLI, `// ${'TO'}DO: later`, 'no-warning-comments'],
  [CLI, 'export const lines = 1;\n'.repeat(401), 'max-lines'],
];

describe('lint', () => {
  it.each(FORBIDDEN.map(([file, code, rule]) => ({ file, rule, code, start: code.slice(0, 50) })))('refuses $start in $file', async ({ file, code, rule }) => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, file) });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain(rule);
  });

  it('lets doc comments compare values', async () => {
    const code = '/** @returns a value >= 0, and < 1. */\nexport const zero = (): number => 0;\n';
    const [result] = await eslint.lintText(code, { filePath: join(root, CORE) });
    expect(result?.messages).toEqual([]);
  });
});
