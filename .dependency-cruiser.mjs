// The rooms of packages/core/src and of the repository: who may import whom. docs/architecture.md explains the picture.
//
// A rule that stops you is usually right: the value you reach for should arrive as an argument, or the function you want
// belongs one room further down. Where the architecture itself changes, change the table here and the one in
// docs/architecture.md in the same commit.

const CORE = '^packages/core/src/';
const inRoom = (name) => `${CORE}${name}(/|[.]ts$)`;
const FILES_OF_THEIR_OWN = ['errors', 'cancel', 'retouch', 'index'];

/**
 * `may`: rooms whose values and types may be imported. `types`: rooms of which types alone may be.
 * `files`: single files of other rooms that may be imported as well.
 */
export const ROOMS = [
  {
    room: 'errors',
    may: [],
    fix: 'errors.ts stands on nothing. Pass what the message needs into the constructor.',
  },
  {
    room: 'cancel',
    may: [],
    fix: 'cancel.ts stands on nothing.',
  },
  {
    room: 'color',
    may: ['errors'],
    fix: 'color is pure mathematics of numbers and triples. Code that knows rasters, plans or parameters belongs in the room that owns those.',
  },
  {
    room: 'raster',
    may: ['color', 'errors', 'cancel'],
    types: ['analyse'],
    fix: 'raster describes and resamples pictures. What looks at content belongs in analyse, what changes colours in apply.',
  },
  {
    room: 'transforms',
    may: ['color', 'errors'],
    types: ['raster'],
    fix: 'transforms evaluates small pure colour functions. Loops over pictures belong in apply, decisions in plan.',
  },
  {
    room: 'compare',
    may: ['raster', 'color', 'errors', 'cancel'],
    fix: 'compare measures differences between two pictures and decides nothing.',
  },
  {
    room: 'analyse',
    may: ['raster', 'color', 'errors', 'cancel'],
    fix: 'analyse only looks. Take the decision in an operation or in plan, which read the Analysis.',
  },
  {
    room: 'operations',
    may: ['transforms', 'color', 'errors'],
    types: ['analyse', 'raster', 'cancel'],
    files: ['analyse/histogram.ts'],
    fix: 'An operation turns parameters and statistics into transforms. It reads the photo through its PlanContext; it never measures pixels itself.',
  },
  {
    room: 'describe',
    may: ['operations', 'transforms', 'color', 'errors'],
    types: ['raster'],
    fix: 'describe measures what transforms do to colours and puts it into words. It knows neither photos nor recipes; hand it the steps.',
  },
  {
    room: 'recipe',
    may: ['operations', 'transforms', 'errors'],
    types: ['raster'],
    fix: 'A recipe is plain JSON and its validation. What needs a photo belongs in plan.',
  },
  {
    room: 'preference',
    may: ['recipe', 'operations', 'errors'],
    types: ['analyse'],
    fix: 'preference is arithmetic on style vectors, and the recipes made of them. What sees a photo is inference; hand the embeddings in.',
  },
  {
    room: 'presets',
    may: ['recipe', 'operations', 'errors'],
    fix: 'Presets are recipes with a name. They hold data, not code that plans or applies.',
  },
  {
    room: 'formats',
    may: ['recipe', 'operations', 'transforms', 'raster', 'color', 'errors'],
    types: ['plan', 'bake'],
    fix: 'formats reads and writes files of other programs. Convert to a recipe asset, a transform or a raster and stop there.',
  },
  {
    room: 'plan',
    may: ['describe', 'operations', 'recipe', 'transforms', 'color', 'errors', 'cancel'],
    types: ['analyse', 'raster'],
    fix: 'plan works on the small copy alone. Measures and masks are handed in through PlanDependencies; full-size pixels belong to apply.',
  },
  {
    room: 'apply',
    may: ['raster', 'transforms', 'color', 'errors', 'cancel'],
    types: ['plan', 'recipe'],
    fix: 'apply executes a finished plan and decides nothing. Whatever depends on the photo or the recipe must already be a step of the plan.',
  },
  {
    room: 'bake',
    may: ['plan', 'transforms', 'compare', 'color', 'errors', 'cancel'],
    types: ['analyse', 'raster', 'recipe'],
    fix: 'bake turns plan steps into tables and measures the error. It sees no photo; files are written by formats.',
  },
  {
    room: 'sliders',
    may: ['bake', 'plan', 'describe', 'recipe', 'operations', 'transforms', 'color', 'errors'],
    types: ['analyse', 'raster'],
    fix: 'sliders fits a few operations to a finished plan. It sees no photo but a small copy, and changes no plan.',
  },
  {
    room: 'series',
    may: ['sliders', 'plan', 'apply', 'recipe', 'operations', 'transforms', 'raster', 'color', 'errors', 'cancel'],
    types: ['analyse'],
    fix: 'series compares what is remembered of photos and adds to their recipes. It plans no photo and reads no file.',
  },
  {
    room: 'retouch',
    may: ['analyse', 'plan', 'apply', 'recipe', 'raster', 'errors', 'cancel'],
    types: ['operations'],
    fix: 'retouch.ts is the order of the stages and nothing more.',
  },
  {
    room: 'looks',
    may: ['formats', 'sliders', 'bake', 'plan', 'recipe', 'raster', 'errors', 'cancel'],
    types: ['analyse', 'transforms'],
    fix: 'looks says which format a look file is of and puts the parts that formats, bake and sliders offer together. Files, decoding and encoding of pictures are the caller\'s.',
  },
  {
    room: 'inference',
    may: ['raster', 'transforms', 'color', 'errors', 'cancel'],
    types: ['analyse', 'operations'],
    files: ['plan/convert-space.ts', 'plan/decision-photo.ts', 'operations/style-choice.ts', 'operations/style-vector.ts'],
    fix: 'inference runs models on the small copy. The runtime, the files and the faster loops are handed in; what becomes of a decision is an operation\'s business.',
  },
  {
    room: 'worker',
    may: ['host', 'looks', 'series', 'sliders', 'preference', 'retouch', 'analyse', 'plan', 'apply', 'bake', 'describe', 'formats', 'recipe', 'operations', 'transforms', 'raster', 'color', 'errors', 'cancel'],
    fix: 'worker holds photos, orders requests and carries them over borders. Kernels, models, timers and workers are handed in; what a request does belongs to the stages.',
  },
  {
    room: 'photo-file',
    may: ['formats', 'recipe', 'raster', 'color', 'errors'],
    fix: 'photo-file reads and writes what stands around the pixels in a photo file. Coding of pixels, zlib and files are the caller\'s.',
  },
  {
    room: 'host',
    may: ['retouch', 'analyse', 'plan', 'apply', 'bake', 'compare', 'describe', 'sliders', 'formats', 'presets', 'recipe', 'operations', 'transforms', 'raster', 'color', 'errors', 'cancel'],
    types: ['worker'],
    fix: 'host uses what the core offers to everyone. Decoding, inference and workers are handed to it by the caller.',
  },
];

const KNOWN = [...ROOMS.map(({ room }) => room), 'index'];

function roomRules({ room, may, types = [], files = [], fix }) {
  const own = FILES_OF_THEIR_OWN.includes(room) ? [] : [room];
  const single = files.map((file) => `${CORE}${file.replaceAll('.', '[.]')}$`);
  const open = [...[...own, ...may].map(inRoom), ...single];
  const rules = [
    {
      name: `room-${room}`,
      severity: 'error',
      comment: `${room} may import ${[...may, ...files].join(', ') || 'no other room'}${types.length > 0 ? `, and types of ${types.join(', ')}` : ''}. Fix: ${fix}`,
      from: { path: inRoom(room) },
      to: { path: CORE, pathNot: [...open, ...types.map(inRoom)] },
    },
  ];
  if (types.length > 0) {
    rules.push({
      name: `room-${room}-types`,
      severity: 'error',
      comment: `${room} may import only types of ${types.join(', ')}. Fix: write "import type", or take the value as an argument. ${fix}`,
      from: { path: inRoom(room) },
      to: { path: types.map(inRoom), pathNot: single, dependencyTypesNot: ['type-only'] },
    });
  }
  return rules;
}

export default {
  forbidden: [
    ...ROOMS.flatMap(roomRules),
    {
      name: 'core-room-is-known',
      severity: 'error',
      comment: 'Every file of the core lives in a room. Fix: move the file into one, or add a row to ROOMS here and to docs/architecture.md.',
      from: { path: CORE, pathNot: KNOWN.map(inRoom) },
      to: {},
    },
    {
      name: 'core-knows-no-host-or-node',
      severity: 'error',
      comment: 'The core runs in browsers, workers, editors and Node alike. Fix: take the platform as an argument; files and processes belong in packages/cli.',
      from: { path: CORE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-knows-no-other-package',
      severity: 'error',
      comment: 'The core stands below every package of this repository. Fix: move what is shared into the core, or have the caller hand it in.',
      from: { path: CORE },
      to: { path: '^(packages|models)/', pathNot: '^packages/core/' },
    },
    {
      name: 'core-libraries-where-files-are-read',
      severity: 'error',
      comment: 'Libraries are used in recipe, formats/xml, formats/device-link/profile-id.ts inference/sha256.ts and photo-file/extended-xmp.ts alone, where files are read or written, and in worker for messages; mathematics and pixels are our own. Fix: call the function these export.',
      from: { path: CORE, pathNot: [inRoom('recipe'), inRoom('formats/xml'), inRoom('formats/device-link/profile-id'), inRoom('inference/sha256'), inRoom('photo-file/extended-xmp'), inRoom('worker')] },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg'] },
    },
    {
      name: 'generated-only-from-recipe',
      severity: 'error',
      comment: 'Generated validators and looks are inner parts of recipe and presets, the embedded module one of kernels. Fix: import parseRecipe, findPreset, createWasmKernels or their neighbours instead.',
      from: { path: '^(packages|models)/', pathNot: [inRoom('recipe'), inRoom('presets'), '^packages/kernels/src/(instantiate|threads/threaded-kernels)[.]ts$', '^packages/panel/'] },
      to: { path: '[.]generated[.]' },
    },
    {
      name: 'cli-uses-public-entry',
      severity: 'error',
      comment: 'The command line uses what any user of the packages can. Fix: import from "@openretouch/core" or "@openretouch/models"; export the name there if it is missing.',
      from: { path: '^packages/cli/' },
      to: { path: '^(packages/core|models)/', pathNot: ['^packages/core/dist/((inference|photo-file)/)?index[.](js|d[.]ts)$', '^models/dist/index[.](js|d[.]ts)$'] },
    },
    {
      name: 'room-kernels',
      severity: 'error',
      comment: 'kernels runs loops for the core and takes types of it alone. Fix: have the core hand the value in through its KernelSet contract.',
      from: { path: '^packages/kernels/' },
      to: { path: '^(packages/core|models)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'kernels-run-anywhere',
      severity: 'error',
      comment: 'The kernels run in browsers, workers and Node alike; only their Node entry starts threads of it. Fix: leave files and threads to the caller.',
      from: { path: '^packages/kernels/src/', pathNot: '^packages/kernels/src/node[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'comlink-only-in-worker',
      severity: 'error',
      comment: 'comlink follows any path that a message names, and drops the fields of errors; worker keeps both in check. Fix: use serveEngine and connectEngine of @openretouch/core/worker.',
      from: { path: '^(packages|models)/', pathNot: inRoom('worker') },
      to: { path: 'node_modules/comlink/' },
    },
    {
      name: 'engine-uses-public-entry',
      severity: 'error',
      comment: 'The engine of pages puts together what any user of the packages can. Fix: import from the entries of "@openretouch/core", "kernels" or "models"; export the name there if it is missing.',
      from: { path: '^packages/engine/' },
      to: { path: '^(packages/(core|kernels|cli)|models)/', pathNot: ['^packages/core/dist/((inference|worker|worker/library)/)?index[.](js|d[.]ts)$', '^packages/kernels/dist/(index|web)[.](js|d[.]ts)$', '^models/dist/index[.](js|d[.]ts)$'] },
    },
    {
      name: 'panel-uses-public-entry',
      severity: 'error',
      comment: 'The panel talks to hosts and engines by the public names of the core, and knows no other package: it may stand on the far side of a bridge from them. Fix: import from "@openretouch/core"; take engines and hosts as an argument.',
      from: { path: '^packages/panel/' },
      to: { path: '^(packages/(core|kernels|engine|cli)|models)/', pathNot: '^packages/core/dist/(worker/)?index[.](js|d[.]ts)$' },
    },
    {
      name: 'panel-session-has-no-framework',
      severity: 'error',
      comment: 'The session is what the panel does, whatever shows it. Fix: keep components and their library on the other side, or hand the value in.',
      from: { path: '^packages/panel/src/(session|catalogue)/' },
      to: { path: ['^packages/panel/src/', 'node_modules/preact/'], pathNot: '^packages/panel/src/(session|catalogue)/' },
    },
    {
      name: 'psd-uses-public-entry',
      severity: 'error',
      comment: 'psd turns documents into what the core reads, and write plans into documents; it knows neither editors nor stages. Fix: import from "@openretouch/core"; export the name there if it is missing.',
      from: { path: '^packages/psd/' },
      to: { path: '^(packages|models)/', pathNot: ['^packages/psd/', '^packages/core/dist/index[.](js|d[.]ts)$'] },
    },
    {
      name: 'psd-runs-anywhere',
      severity: 'error',
      comment: 'PSD documents are read and written in editors\' pages. Fix: take bytes as an argument; files belong to the caller.',
      from: { path: '^packages/psd/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'studio-uses-public-entry',
      severity: 'error',
      comment: 'The Studio is a page as anyone could make one. Fix: import from the entries of "@openretouch/core", "engine", "models" or "panel"; export the name there if it is missing.',
      from: { path: '^packages/studio/' },
      to: { path: '^(packages/(core|kernels|cli|engine|panel)|models)/', pathNot: ['^packages/core/dist/((worker|photo-file)/)?index[.](js|d[.]ts)$', '^packages/(engine|panel)/dist/index[.](js|d[.]ts)$', '^models/dist/index[.](js|d[.]ts)$'] },
    },
    {
      name: 'room-models',
      severity: 'error',
      comment: 'models is the list of weights and knows neither core nor hosts; types of the core are allowed. Fix: read the manifest from the other side.',
      from: { path: '^models/' },
      to: { path: '^packages/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'models-run-anywhere',
      severity: 'error',
      comment: 'The manifest is read in browsers too. Fix: leave files and hashes to the caller.',
      from: { path: '^models/src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'not-to-test',
      severity: 'error',
      comment: 'Tests, benchmarks and scripts may import everything; nothing they test may import them. Fix: move the shared part into the package.',
      from: { path: '^(packages|models)/' },
      to: { path: '^(tests|benchmarks|scripts)/' },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      comment: 'Users install without devDependencies. Fix: list the library under "dependencies" of this package, with its reason in the commit.',
      from: { path: '^(packages|models)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-undeclared',
      severity: 'error',
      comment: 'A library that package.json does not list works by luck. Fix: add it to "dependencies" of this package, pinned.',
      from: { path: '^(packages|models)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'The import leads nowhere. Fix: correct the path; for a package of this repository run "npm run build" and import only what its exports list.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Files that import one another can only be read together. Fix: move what both need into a third file below them.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'The file imports nothing and nothing imports it. Fix: export it from its package, or delete it.',
      from: { orphan: true, pathNot: ['[.]d[.]ts$', '[.]json$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['[.]map$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
