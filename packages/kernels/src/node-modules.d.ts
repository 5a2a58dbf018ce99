/** The part of Node used in node.ts; its own types would let every file of this package use all of it. */
declare module 'node:worker_threads' {
  export class Worker {
    constructor(source: string, options: { readonly eval: true; readonly execArgv: readonly string[]; readonly env: Readonly<Record<string, string>> });
    postMessage(message: unknown): void;
    on(event: 'message', listener: (message: unknown) => void): void;
    on(event: 'error', listener: (error: unknown) => void): void;
    on(event: 'exit', listener: (code: number) => void): void;
    removeAllListeners(event: string): void;
    ref(): void;
    unref(): void;
    terminate(): Promise<number>;
  }
}

declare module 'node:os' {
  export function availableParallelism(): number;
}
