// Lint finds what the compiler does not: forbidden globals of a room, doc comments that do not parse, forgotten promises.
// It has no opinion on layout.
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';

const injected = 'the core is deterministic and runs anywhere; let the caller pass it in.';

/** Globals of one platform, which host-neutral code must not know. */
const PLATFORM_GLOBALS = [
  'window', 'document', 'navigator', 'location', 'self', 'localStorage', 'fetch', 'Image', 'ImageData', 'OffscreenCanvas',
  'createImageBitmap', 'Worker', 'process', 'Buffer', 'require', '__dirname', '__filename', 'global', 'globalThis',
  'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'console',
].map((name) => ({ name, message: `${name} belongs to a platform: ${injected}` }));

/** Globals of the editors' own script contexts; each belongs to the plugin made for that editor. */
const FIGMA_GLOBAL = { name: 'figma', message: 'only packages/figma-plugin talks to Figma; go through the host contract.' };

const CLOCK_AND_CHANCE = [
  { name: 'Date', message: `no clock here: ${injected}` },
  { name: 'performance', message: `no clock here: ${injected}` },
  { name: 'crypto', message: `no chance here: ${injected}` },
];

/** Comparisons in prose: "values >= 0", "rising for a < 7" read well and cannot be mistaken for HTML. */
const COMPARISONS = ['tsdoc-escape-greater-than', 'tsdoc-malformed-html-name'];

/** The TSDoc rule, minus its objections to comparisons. */
const tsdocSyntax = {
  ...tsdoc.rules.syntax,
  create(context) {
    const report = (problem) => {
      if (!COMPARISONS.includes(problem.messageId)) context.report(problem);
    };
    return tsdoc.rules.syntax.create(Object.create(context, { report: { value: report } }));
  },
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.generated.*', 'out/**', 'coverage/**', '**/*.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    name: 'every file',
    files: ['**/*.{ts,tsx,js,mjs}'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'array-callback-return': 'error',
      'constructor-super': 'error',
      curly: ['error', 'multi-line'],
      'default-case-last': 'error',
      eqeqeq: 'error',
      'for-direction': 'error',
      'getter-return': 'error',
      'max-lines': ['error', { max: 400 }],
      'no-async-promise-executor': 'error',
      'no-caller': 'error',
      'no-class-assign': 'error',
      'no-compare-neg-zero': 'error',
      'no-cond-assign': 'error',
      'no-const-assign': 'error',
      'no-constant-binary-expression': 'error',
      'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-dupe-keys': 'error',
      'no-duplicate-case': 'error',
      'no-empty': 'error',
      'no-empty-pattern': 'error',
      'no-eval': 'error',
      'no-ex-assign': 'error',
      'no-extend-native': 'error',
      'no-fallthrough': 'error',
      'no-implied-eval': 'error',
      'no-loss-of-precision': 'error',
      'no-misleading-character-class': 'error',
      'no-new-func': 'error',
      'no-prototype-builtins': 'error',
      'no-restricted-globals': ['error', FIGMA_GLOBAL],
      'no-script-url': 'error',
      'no-self-assign': 'error',
      'no-sparse-arrays': 'error',
      'no-template-curly-in-string': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-unreachable': 'error',
      'no-unsafe-finally': 'error',
      'no-unsafe-optional-chaining': 'error',
      'no-unused-labels': 'error',
      'no-useless-catch': 'error',
      'no-useless-escape': 'error',
      'no-useless-rename': 'error',
      'no-useless-return': 'error',
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-object-has-own': 'error',
      'prefer-promise-reject-errors': 'error',
      'use-isnan': 'error',
      'valid-typeof': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    name: 'TypeScript',
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-dynamic-delete': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extra-non-null-assertion': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-new': 'error',
      '@typescript-eslint/no-namespace': 'error',
      '@typescript-eslint/no-require-imports': 'error',
      '@typescript-eslint/no-wrapper-object-types': 'error',
      '@typescript-eslint/prefer-as-const': 'error',
    },
  },
  {
    name: 'TypeScript, with types',
    files: ['packages/*/src/**/*.{ts,tsx}', 'models/src/**/*.ts', 'tests/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-array-delete': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/require-array-sort-compare': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    name: 'published doc comments parse as TSDoc',
    files: ['packages/*/src/**/*.{ts,tsx}', 'models/src/**/*.ts'],
    plugins: { openretouch: { rules: { tsdoc: tsdocSyntax } } },
    rules: { 'openretouch/tsdoc': 'error' },
  },
  {
    name: 'host-neutral rooms',
    files: ['packages/core/src/**/*.ts', 'packages/kernels/src/**/*.ts', 'models/src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-globals': ['error', FIGMA_GLOBAL, ...PLATFORM_GLOBALS, ...CLOCK_AND_CHANCE],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: `no chance here: ${injected}` }],
    },
  },
  {
    name: 'where the kernels meet a platform',
    files: ['packages/kernels/src/platform.ts', 'packages/kernels/src/web.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    name: 'the Figma plugin',
    files: ['packages/figma-plugin/src/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
);
