import type { HostStorage } from '@openretouch/core';

/** Storage of a page, and whether it outlives it. */
export interface UserStorage extends HostStorage {
  readonly isKept: boolean;
}

const DATABASE = 'openretouch';
const STORE = 'user';

/**
 * Opens the browser's database for looks, styles and settings. Where it is forbidden (private windows, blocked site data) values live as long as
 * the page.
 */
export async function openUserStorage(factory: IDBFactory | undefined = findDatabases()): Promise<UserStorage> {
  if (factory === undefined) return createPageStorage();
  try {
    return createDatabaseStorage(await openDatabase(factory));
  } catch {
    return createPageStorage();
  }
}

/** The mere look at it throws where storage is forbidden. */
function findDatabases(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB;
  } catch {
    return undefined;
  }
}

export function createPageStorage(): UserStorage {
  const values = new Map<string, Uint8Array>();
  return {
    isKept: false,
    get: async (key) => values.get(key)?.slice() ?? null,
    set: async (key, value) => void values.set(key, value.slice()),
    keys: async () => [...values.keys()],
    delete: async (key) => void values.delete(key),
  };
}

function createDatabaseStorage(database: IDBDatabase): UserStorage {
  const run = <T>(mode: IDBTransactionMode, request: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = request(transaction.objectStore(STORE));
      // A value is kept once its transaction is through, not before.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave up storing'));
      transaction.onerror = () => reject(transaction.error ?? new Error('the browser could not store'));
    });
  return {
    isKept: true,
    get: async (key) => ((await run('readonly', (store) => store.get(key))) as Uint8Array | undefined) ?? null,
    set: async (key, value) => void (await run('readwrite', (store) => store.put(value.slice(), key))),
    keys: async () => (await run('readonly', (store) => store.getAllKeys())).map(String),
    delete: async (key) => void (await run('readwrite', (store) => store.delete(key))),
  };
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onerror = () => reject(request.error ?? new Error('the database did not open'));
    request.onblocked = () => reject(new Error('the database is in use by an older page'));
    request.onsuccess = () => resolve(request.result);
  });
}
