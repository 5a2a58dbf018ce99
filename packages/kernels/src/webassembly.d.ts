/** The part of the WebAssembly JavaScript interface used here; the ES library does not describe it, and the DOM's is not for this package. */
declare namespace WebAssembly {
  class Module {
    private constructor();
    private readonly brand;
  }
  class Instance {
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<Instance>;
}
