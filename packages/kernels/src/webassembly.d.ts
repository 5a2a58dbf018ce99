/** The part of the WebAssembly JavaScript interface used here; the ES library does not describe it, and the DOM's is not for this package. */
declare namespace WebAssembly {
  class Instance {
    readonly exports: Record<string, unknown>;
  }
  function instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: Instance }>;
}
