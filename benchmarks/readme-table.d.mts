export function renderPages(readText?: (path: string) => string, file?: string): Record<string, string>;
export function readPage(path: string): string;
