import type { Recipe } from '@openretouch/core';
import { isRecipe } from '../edit-of-recipe.js';
import { freeKey, Keep } from '../keep.js';
import { perSession } from '../per-session.js';
import type { Session } from '../session.js';
import { createStore, type Store } from '../store.js';
import { isLook, type LookEntry, lookOfEdit, separateStyle } from './look-entry.js';

export interface LookGalleryState {
  /** Ids of looks. */
  readonly favourites: readonly string[];
  readonly mine: readonly LookEntry[];
  /** Taken away last, so that it can come back. */
  readonly removed: LookEntry | undefined;
  /** Whether what is added stays when the page goes. */
  readonly isKept: boolean;
}

const FAVOURITES_KEY = 'looks/favourites';
const OWN_KEY = 'look/';

/** Looks that a person keeps, and which they like best. */
export class LookGallery {
  readonly store: Store<LookGalleryState> = createStore<LookGalleryState>({ favourites: [], mine: [], removed: undefined, isKept: true });
  readonly #session: Session;
  readonly #keep: Keep;
  #loading: Promise<void> | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#keep = new Keep(session.host.storage);
    if (session.host.storage === undefined) this.store.patch({ isKept: false });
  }

  /** Reads what was kept, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async toggleFavourite(id: string): Promise<void> {
    const { favourites } = this.store.get();
    const next = favourites.includes(id) ? favourites.filter((other) => other !== id) : [...favourites, id];
    this.store.patch({ favourites: next });
    await this.#attempt(() => this.#keep.write(FAVOURITES_KEY, next));
  }

  /** Keeps a look and puts it on the photo. @returns the look as it is kept. */
  async add(recipe: Recipe): Promise<LookEntry> {
    const entry = this.#entryOf(recipe);
    await this.#put(entry);
    this.#session.setLook({ recipe: entry.recipe, strength: 1 });
    return entry;
  }

  /** Keeps what is done to the photo as a look. */
  async saveEdit(name: string): Promise<void> {
    await this.#put(this.#entryOf(lookOfEdit(this.#session.state.edit, name)));
    this.#session.say('saved');
  }

  async remove(entry: LookEntry): Promise<void> {
    if (isLook(this.#session.state.edit.look, entry)) this.#session.setLook(undefined);
    const { mine } = this.store.get();
    this.store.patch({ mine: mine.filter(({ id }) => id !== entry.id), removed: entry });
    await this.#attempt(() => this.#keep.remove(entry.id));
  }

  /** Brings back what was removed last. */
  async restore(): Promise<void> {
    const { removed } = this.store.get();
    if (removed !== undefined) await this.#put(removed);
  }

  #entryOf(recipe: Recipe): LookEntry {
    const own = separateStyle(recipe);
    return { id: freeKey(OWN_KEY, own.name, this.store.get().mine.map(({ id }) => id)), name: own.name, group: undefined, recipe: own };
  }

  async #put(entry: LookEntry): Promise<void> {
    this.store.patch({ mine: [...this.store.get().mine, entry], removed: undefined });
    await this.#attempt(() => this.#keep.write(entry.id, entry.recipe));
  }

  async #load(): Promise<void> {
    await this.#attempt(async () => {
      const favourites = await this.#keep.read(FAVOURITES_KEY);
      const kept = await this.#keep.readAll(OWN_KEY);
      const mine = kept.flatMap(({ key, value }) => (isRecipe(value) ? [{ id: key, name: value.name, group: undefined, recipe: value }] : []));
      this.store.patch({ mine, favourites: Array.isArray(favourites) ? favourites.filter((id): id is string => typeof id === 'string') : [] });
    });
  }

  /** Where a storage is full or forbidden, looks last until the page goes, and that is told. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    await work().catch(() => this.store.patch({ isKept: false }));
  }
}

export const lookGalleryOf = perSession((session) => new LookGallery(session));
