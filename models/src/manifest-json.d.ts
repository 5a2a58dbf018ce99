// The manifest is typed by hand: inferred types of JSON lose tuples and literal strings. tests/models checks the file itself.
declare module '*/manifest.json' {
  const manifest: import('./manifest.js').ModelManifest;
  export default manifest;
}
