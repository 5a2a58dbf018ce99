// The manifest and the styles are typed by hand: inferred types of JSON lose tuples and literal strings. tests/models checks the files themselves.
declare module '*/manifest.json' {
  const manifest: Omit<import('./manifest.js').ModelManifest, 'styles'>;
  export default manifest;
}
declare module '*/pienet-styles.json' {
  const styles: import('./manifest.js').StyleList;
  export default styles;
}
