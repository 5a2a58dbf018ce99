import { type Raster, type Readiness, type Recipe, RetouchError } from '@openretouch/core';
import type { Engine, StyleInfo } from '@openretouch/core/worker';
import type { StyleInUse } from '../edit.js';
import { freeKey, Keep } from '../keep.js';
import { perSession } from '../per-session.js';
import type { Session } from '../session.js';
import { createStore, type Store } from '../store.js';
import { learnOwnStyle } from './learn-style.js';
import { makeSquare, type OwnStyle, type PhotoKind, readOwnStyle, styleAssetOf, styleInUse, type StylePhoto } from './own-style.js';

/** What went wrong, as a code that the panel has words for. */
export type StyleFailure = 'unreadable-photos' | 'not-a-style' | 'no-models' | 'unlearned';

export interface StyleShelfState {
  readonly styles: readonly OwnStyle[];
  readonly builtIn: readonly StyleInfo[];
  /** Id of the style that is looked at. */
  readonly chosen: string | undefined;
  /** Of the chosen one's photos; `undefined` below five. */
  readonly readiness: Readiness | undefined;
  readonly work: { readonly done: number; readonly all: number } | undefined;
  readonly failure: { readonly kind: StyleFailure; readonly names: readonly string[]; readonly details: string } | undefined;
  readonly isKept: boolean;
}

/** A photo to learn from, not opened yet. */
export interface OfferedPhoto {
  readonly name: string;
  readonly open: () => Promise<Raster>;
}

const OWN_KEY = 'style/';
/** More teach nothing. */
export const MOST_PHOTOS = 200;

/** A person's styles: learned from photos they like, read from files, and those that come with the models. */
export class StyleShelf {
  readonly store: Store<StyleShelfState> = createStore<StyleShelfState>({ styles: [], builtIn: [], chosen: undefined, readiness: undefined, work: undefined, failure: undefined, isKept: true });
  readonly #session: Session;
  readonly #engine: Engine;
  readonly #keep: Keep;
  #loading: Promise<void> | undefined;
  #working: AbortController | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#engine = session.engine;
    this.#keep = new Keep(session.host.storage);
    if (session.host.storage === undefined) this.store.patch({ isKept: false });
  }

  /** Reads what was kept, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  chosen(): OwnStyle | undefined {
    const { styles, chosen } = this.store.get();
    return styles.find(({ id }) => id === chosen);
  }

  choose(id: string): void {
    this.store.patch({ chosen: id, readiness: undefined, failure: undefined });
    void this.#measure();
  }

  create(name: string): void {
    this.#add({ name, liked: [], disliked: [], recipe: undefined });
  }

  async rename(name: string): Promise<void> {
    const { recipe } = this.chosen() ?? {};
    await this.#change({ name, ...(recipe === undefined ? {} : { recipe: { ...recipe, name } }) });
  }

  async remove(): Promise<void> {
    const style = this.chosen();
    if (style === undefined) return;
    const styles = this.store.get().styles.filter(({ id }) => id !== style.id);
    this.store.patch({ styles });
    this.choose(styles.at(-1)?.id ?? this.store.get().builtIn.at(0)?.id ?? '');
    await this.#attempt(() => this.#keep.remove(style.id));
  }

  /** Looks at photos one after the other; those that cannot be opened are left out, and named. */
  async addPhotos(kind: PhotoKind, photos: readonly OfferedPhoto[], defaultName: string): Promise<void> {
    if (this.chosen() === undefined) this.create(defaultName);
    const room = MOST_PHOTOS - (this.chosen()?.[kind].length ?? 0);
    const wanted = photos.slice(0, room);
    const unreadable: string[] = [];
    let details = '';
    await this.#work(wanted.length, async (signal) => {
      for (const [done, photo] of wanted.entries()) {
        this.store.patch({ work: { done, all: wanted.length } });
        try {
          const seen = await this.#look(photo, signal);
          this.#set({ [kind]: [...(this.chosen()?.[kind] ?? []), seen], recipe: undefined });
        } catch (error) {
          if (signal.aborted || isFatal(error)) throw error;
          unreadable.push(photo.name);
          details = String(error);
        }
      }
    });
    if (unreadable.length > 0) this.store.patch({ failure: { kind: 'unreadable-photos', names: unreadable, details } });
    await this.#change({});
    await this.#measure();
  }

  async removePhoto(kind: PhotoKind, place: number): Promise<void> {
    const style = this.chosen();
    if (style === undefined) return;
    await this.#change({ [kind]: style[kind].filter((_, index) => index !== place), recipe: undefined });
    await this.#measure();
  }

  /** Learns what is not learned yet. @returns the style as a recipe, to share; `undefined` where that failed. */
  async recipe(): Promise<Recipe | undefined> {
    const style = this.chosen();
    if (style?.recipe !== undefined || style === undefined || style.liked.length === 0) return style?.recipe;
    await this.#work(1, async (signal) => {
      await this.#change({ recipe: await learnOwnStyle(this.#engine, style, { signal }) });
    });
    return this.chosen()?.recipe;
  }

  /** Puts the chosen style on the photo, as Auto's. */
  async tryIt(): Promise<void> {
    const builtIn = this.store.get().builtIn.find(({ id }) => id === this.store.get().chosen);
    const recipe = builtIn === undefined ? await this.recipe() : undefined;
    const style = builtIn ?? (recipe === undefined ? undefined : styleInUse(recipe));
    if (style !== undefined) await this.#use('asset' in style ? style : { id: style.id, name: style.name });
  }

  /** Makes a style of one photo that shows how it is meant. @param strength - 0..1.5 of Auto. */
  async match(photo: OfferedPhoto, name: string, strength: number): Promise<void> {
    let recipe: Recipe | undefined;
    await this.#work(1, async (signal) => {
      try {
        const { embedded } = await this.#look(photo, signal);
        recipe = await this.#engine.matchStyle({ reference: embedded, name }, { signal });
      } catch (error) {
        if (signal.aborted || isFatal(error)) throw error;
        this.store.patch({ failure: { kind: 'unreadable-photos', names: [photo.name], details: String(error) } });
      }
    });
    const style = recipe && styleInUse(recipe);
    if (recipe === undefined || style === undefined) return;
    await this.#put(this.#add({ name, liked: [], disliked: [], recipe }));
    await this.#use(style, strength);
  }

  /** Reads a style file. */
  async importStyle(fileName: string, bytes: Uint8Array): Promise<void> {
    const fail = (details: string): void => this.store.patch({ failure: { kind: 'not-a-style', names: [fileName], details } });
    this.store.patch({ failure: undefined });
    try {
      const { recipe } = await this.#engine.importLook({ bytes, fileName });
      if (styleAssetOf(recipe) === undefined) return fail('a look, and no style');
      await this.#put(this.#add({ name: recipe.name, liked: [], disliked: [], recipe }));
    } catch (error) {
      fail(String(error));
    }
  }

  cancel(): void {
    this.#working?.abort();
  }

  async #use(style: StyleInUse, strength?: number): Promise<void> {
    this.#session.setStyle(style);
    this.#session.setAutoMode('style');
    await this.#session.runAuto('style');
    const { auto } = this.#session.state.edit;
    if (strength !== undefined && auto?.mode === 'style') this.#session.setAuto({ ...auto, strength });
  }

  async #look({ name, open }: OfferedPhoto, signal: AbortSignal): Promise<StylePhoto> {
    const raster = await open();
    signal.throwIfAborted();
    // What is handed to the engine moves there.
    const square = makeSquare(raster);
    return { name, square, embedded: await this.#engine.embedPhoto({ raster }, { signal }) };
  }

  #add(style: Omit<OwnStyle, 'id'>): OwnStyle {
    const { styles } = this.store.get();
    const added = { ...style, id: freeKey(OWN_KEY, style.name, styles.map(({ id }) => id)) };
    this.store.patch({ styles: [...styles, added], chosen: added.id, readiness: undefined, failure: undefined });
    return added;
  }

  #set(fields: Partial<OwnStyle>): void {
    const { styles, chosen } = this.store.get();
    this.store.patch({ styles: styles.map((style) => (style.id === chosen ? { ...style, ...fields } : style)) });
  }

  /** Sets fields of the chosen style, and keeps it. */
  async #change(fields: Partial<OwnStyle>): Promise<void> {
    this.#set(fields);
    const changed = this.chosen();
    if (changed !== undefined) await this.#put(changed);
  }

  #put({ id, ...style }: OwnStyle): Promise<void> {
    return this.#attempt(() => this.#keep.write(id, style));
  }

  async #measure(): Promise<void> {
    const style = this.chosen();
    // Too few, or too few that are not there twice, cannot be measured.
    const readiness = style === undefined || style.liked.length < 5 ? undefined : await this.#engine.measureReadiness({ liked: style.liked.map(({ embedded }) => embedded) }).catch(() => undefined);
    if (this.chosen() === style) this.store.patch({ readiness });
  }

  /** One thing at a time; it can be cancelled, and what it has done until then stays. */
  async #work(all: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#working !== undefined) return;
    const working = new AbortController();
    this.#working = working;
    this.store.patch({ work: { done: 0, all }, failure: undefined });
    try {
      await work(working.signal);
    } catch (error) {
      if (!working.signal.aborted) this.store.patch({ failure: { kind: isFatal(error) ? 'no-models' : 'unlearned', names: [], details: String(error) } });
    } finally {
      this.#working = undefined;
      this.store.patch({ work: undefined });
    }
  }

  async #load(): Promise<void> {
    await this.#attempt(async () => {
      const kept = await this.#keep.readAll(OWN_KEY);
      const styles = kept.flatMap(({ key, value }) => readOwnStyle(key, value) ?? []);
      if (styles.length === 0 || this.store.get().styles.length > 0) return;
      this.store.patch({ styles });
      this.choose(styles[0].id);
    });
    const builtIn = await this.#engine.styles().catch((): readonly StyleInfo[] => []);
    this.store.patch({ builtIn });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    await work().catch(() => this.store.patch({ isKept: false }));
  }
}

/** Where models or the engine are the matter, the next photo would fare no better. */
function isFatal(error: unknown): boolean {
  return RetouchError.isInstance(error) && /^engine-|^library-|-lost$|model|run-failed/.test(error.code);
}

export const styleShelfOf = perSession((session) => new StyleShelf(session));
