/** The popover of the engine. */
export const engine = {
  title: 'Engine',
  webgpu: 'The graphics card does the work. If it drops out, the panel goes on with WebAssembly and says so.',
  wasm: 'The processor does the work, with WebAssembly. Same result as on a graphics card, a little slower.',
  typescript: 'The processor does the work in plain JavaScript. Same result, slower.',
  starting: 'Starting',
  lastAuto: 'Last Auto',
  seconds: '{n} s',
  models: 'Models',
  modelsUnused: 'not needed yet',
  threads: 'Threads',
  check: 'How to check: the panel asks for no network. Your browser’s or editor’s network tools show that no request is made.',
} as const;
