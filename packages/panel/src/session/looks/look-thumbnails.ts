import { type Raster, RetouchError } from '@openretouch/core';
import { EMPTY_EDIT } from '../edit.js';
import { createLatestLoop, type LatestLoop } from '../latest.js';
import { perSession } from '../per-session.js';
import { recipeOfEdit } from '../recipe-of-edit.js';
import type { Session } from '../session.js';
import type { SessionPhoto, SessionState } from '../state.js';
import { isStepOff } from '../steps.js';
import { createStore, type Store } from '../store.js';
import type { LookEntry } from './look-entry.js';

/** Longer side in pixels: a tile of 92 px on a screen of two pixels to one. */
const THUMBNAIL_SIDE = 224;

/** Of errors after which the next picture would fare no better. */
const ENDED: readonly string[] = ['engine-lost', 'engine-closed', 'photo-lost', 'unknown-photo'];

/** The photo under a look, and what it was made of. */
interface Thumbnail {
  readonly raster: Raster;
  readonly auto: unknown;
}

export interface ThumbnailsState {
  readonly photo: SessionPhoto | undefined;
  /** By the look's id; `none` is the photo after Auto. */
  readonly pictures: ReadonlyMap<string, Thumbnail>;
}

/** The photo after Auto under each look that is in sight, one at a time, and only while nothing else wants the engine. */
export class LookThumbnails {
  readonly store: Store<ThumbnailsState> = createStore<ThumbnailsState>({ photo: undefined, pictures: new Map() });
  readonly #session: Session;
  readonly #loop: LatestLoop;
  /** In sight, in the order in which they came. */
  readonly #wanted = new Map<string, LookEntry | undefined>();
  /** Waits until the page has nothing better to do. */
  idle: () => Promise<void> = () => Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
    this.#loop = createLatestLoop(() => this.#drawMissing());
    session.store.subscribe(() => this.#loop.request());
  }

  /** @param look - `undefined` is the photo without a look, of id `none`. @returns a function for when it is out of sight. */
  want(id: string, look: LookEntry | undefined): () => void {
    this.#wanted.set(id, look);
    this.#loop.request();
    return () => void this.#wanted.delete(id);
  }

  /** @returns when all that is in sight is drawn. */
  settled(): Promise<void> {
    return this.#loop.settled();
  }

  async #drawMissing(): Promise<void> {
    for (;;) {
      const { photo } = this.#session.state;
      if (photo === undefined) return;
      if (this.store.get().photo?.handle !== photo.handle) this.store.set({ photo, pictures: new Map() });
      const auto = autoInUse(this.#session.state);
      const { pictures } = this.store.get();
      const missing = [...this.#wanted].find(([id]) => !pictures.has(id) || pictures.get(id)?.auto !== auto);
      if (missing === undefined) return;
      await this.#session.settled();
      await this.idle();
      if (!(await this.#draw(photo, auto, ...missing))) return;
    }
  }

  /** @returns whether there is any use in going on. */
  async #draw(photo: SessionPhoto, auto: ReturnType<typeof autoInUse>, id: string, look: LookEntry | undefined): Promise<boolean> {
    const { extensions: _extensions, ...recipe } = recipeOfEdit({ ...EMPTY_EDIT, ...(auto === undefined ? {} : { auto }), ...(look === undefined ? {} : { look: { recipe: look.recipe, strength: 1 } }) });
    try {
      const { raster } = await this.#session.engine.preview({ photo: photo.handle, recipe, maximumSide: THUMBNAIL_SIDE, lane: `look ${id}` });
      this.#keep(photo, id, { raster, auto });
      return true;
    } catch (error) {
      const code = RetouchError.isInstance(error) ? error.code : undefined;
      if (code === 'superseded') return true;
      if (code !== undefined && ENDED.includes(code)) return false;
      // A look that cannot be drawn, such as one whose model is absent, keeps its grey place.
      this.#wanted.delete(id);
      return true;
    }
  }

  #keep(photo: SessionPhoto, id: string, thumbnail: Thumbnail): void {
    const state = this.store.get();
    if (state.photo?.handle === photo.handle) this.store.set({ photo: state.photo, pictures: new Map(state.pictures).set(id, thumbnail) });
  }
}

function autoInUse({ edit }: SessionState): SessionState['edit']['auto'] {
  return isStepOff(edit, 'auto') ? undefined : edit.auto;
}

export const lookThumbnailsOf = perSession((session) => new LookThumbnails(session));
