import type { HostStorage } from '@openretouch/core';

/** What a person keeps from day to day, as JSON in the host's storage. Without a storage it lasts as long as the page. */
export class Keep {
  readonly #storage: HostStorage | undefined;

  constructor(storage: HostStorage | undefined) {
    this.#storage = storage;
  }

  /** @returns what is kept under a key; `undefined` for nothing, and for what is no JSON. */
  async read(key: string): Promise<unknown> {
    try {
      const bytes = await this.#storage?.get(key);
      return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as unknown) : undefined;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  /** @returns all that is kept under keys of a beginning, in their order. */
  async readAll(beginning: string): Promise<{ readonly key: string; readonly value: unknown }[]> {
    const keys = ((await this.#storage?.keys()) ?? []).filter((key) => key.startsWith(beginning)).sort();
    return Promise.all(keys.map(async (key) => ({ key, value: await this.read(key) })));
  }

  async write(key: string, value: unknown): Promise<void> {
    await this.#storage?.set(key, new TextEncoder().encode(JSON.stringify(value)));
  }

  async remove(key: string): Promise<void> {
    await this.#storage?.delete(key);
  }
}

/** @returns a key of that beginning that is not taken, made of a name. */
export function freeKey(beginning: string, name: string, taken: readonly string[]): string {
  const slug = slugOf(name);
  for (let count = 1; ; count += 1) {
    const key = `${beginning}${slug}${count === 1 ? '' : `-${count}`}`;
    if (!taken.includes(key)) return key;
  }
}

/** @returns a name as part of a file name: letters of any script, digits and hyphens. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug === '' ? 'look' : slug;
}
