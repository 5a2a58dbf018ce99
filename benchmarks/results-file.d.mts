export function describeMachine(): string;
export function fileNameOf(machine: string): string;
export function readResults(path: string): Record<string, string>[];
export function writeResults(path: string, version: string, rows: readonly Readonly<Record<string, unknown>>[], columns?: readonly string[]): void;
