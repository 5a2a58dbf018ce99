import { encodedSpaceOf, type OpenTarget, type PlacedMask, type Raster, RetouchError } from '@openretouch/core';
import { displayPath, identifyFormat, PHOTO_FORMATS } from '@openretouch/core/photo-file';
import { runInHost } from '@openretouch/core/worker';
import { BRUSH_SLOT, createStore, type Edit, EMPTY_EDIT, isUntouched, type Platform, recipeOfEdit, type Session, type Store } from '@openretouch/panel';
import { decodePhoto, OPENED_FORMATS } from '../files/decode-photo.js';
import type { OutputSettings, SavedResult } from '../host/photo-source.js';
import type { WebHost } from '../host/web-host.js';
import { makeFileName } from './file-name.js';
import { type ListedPhoto, type Notice, SAVE_DEFAULTS, type SaveChoices, type SaveScope, type StudioState, type Theme } from './state.js';
import { makeThumbnail, thumbnailOf } from './thumbnail.js';

/** A file's kind is told by its first bytes. */
const HEAD_BYTES = 256 * 1024;
const CHOICES_KEY = 'studio.choices';

export interface StudioOptions {
  readonly host: WebHost;
  readonly session: Session;
  readonly platform: Platform;
  readonly theme: Theme;
  /** Says what did not go well, in the page's language. */
  readonly describe: { readonly notOpened: string; readonly notSaved: (name: string) => string; readonly cancelled: string };
}

/** The page around the panel: which photos are open, which is shown, and how they are saved. */
export class Studio {
  readonly store: Store<StudioState>;
  readonly host: WebHost;
  readonly session: Session;
  readonly #platform: Platform;
  readonly #describe: StudioOptions['describe'];
  readonly #edits = new Map<string, Edit>();
  readonly #files = new Map<string, File>();
  /** Of photos that were shown; a painted mask is laid over them by it. */
  readonly #sizes = new Map<string, { readonly width: number; readonly height: number }>();
  #thumbnails: Promise<void> = Promise.resolve();
  #saving: AbortController | undefined;
  #lastNotice = 0;
  #shownRaster: Raster | undefined;

  constructor({ host, session, platform, theme, describe }: StudioOptions) {
    this.host = host;
    this.session = session;
    this.#platform = platform;
    this.#describe = describe;
    this.store = createStore<StudioState>({ photos: [], currentId: undefined, selectedIds: [], notices: [], isDraggedOver: false, isExporting: false, saving: undefined, choices: SAVE_DEFAULTS, theme });
    session.store.subscribe(() => this.#follow());
  }

  get state(): StudioState {
    return this.store.get();
  }

  /** What the host makes of a photo that is saved now. */
  get output(): OutputSettings {
    const { format, quality, space, keepsMetadata, removesLocation, storesRecipe, maximumSide } = this.state.choices;
    return { format, quality, keepsMetadata, removesLocation, storesRecipe, ...(space === 'srgb' ? { space } : {}), ...(maximumSide === undefined ? {} : { maximumSide }) };
  }

  /** Takes up what was remembered of an earlier visit. */
  async start(): Promise<void> {
    const stored = await this.host.storage.get(CHOICES_KEY).catch(() => null);
    if (stored !== null) this.store.patch({ choices: readChoices(stored) });
    await this.session.start();
  }

  /** Opens files; those that are no photos are named and left out. The first new one is shown where none was. */
  async addFiles(files: readonly File[]): Promise<void> {
    const added: ListedPhoto[] = [];
    for (const file of files) {
      try {
        identifyFormat(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()), file.name, OPENED_FORMATS);
      } catch (error) {
        this.#tell('error', this.#describe.notOpened, RetouchError.isInstance(error) ? error.message : `${displayPath(file.name)}: ${String(error)}`);
        continue;
      }
      const id = this.host.addPhoto({ name: file.name, decode: (signal) => this.#decode(id, file, signal) });
      this.#files.set(id, file);
      added.push({ id, name: displayPath(file.name), thumbnail: undefined, isRetouched: false, isBroken: false });
    }
    if (added.length === 0) return;
    this.store.patch({ photos: [...this.state.photos, ...added] });
    if (this.state.currentId === undefined) this.choose(added[0].id);
    for (const { id } of added) this.#thumbnails = this.#thumbnails.then(() => this.#makeThumbnail(id));
  }

  /** Shows a photo. */
  choose(id: string): void {
    if (id === this.state.currentId) {
      this.store.patch({ selectedIds: [id] });
      return;
    }
    this.store.patch({ currentId: id, selectedIds: [id] });
    this.host.select([id]);
  }

  /** Selects from the present photo to another, both included; the present one stays shown. */
  selectTo(id: string): void {
    const ids = this.state.photos.map((photo) => photo.id);
    const [from, to] = [ids.indexOf(this.state.currentId ?? id), ids.indexOf(id)].sort((a, b) => a - b);
    this.store.patch({ selectedIds: ids.slice(from, to + 1) });
  }

  /** Takes a photo into the selection or out of it; the present one stays in. */
  toggleSelected(id: string): void {
    const { selectedIds, currentId } = this.state;
    if (id === currentId) return;
    this.store.patch({ selectedIds: selectedIds.includes(id) ? selectedIds.filter((selected) => selected !== id) : [...selectedIds, id] });
  }

  /** Closes a photo; its neighbour is shown then. */
  remove(id: string): void {
    const { photos, currentId, selectedIds } = this.state;
    const index = photos.findIndex((photo) => photo.id === id);
    if (index < 0) return;
    photos[index].thumbnail?.close();
    const rest = photos.filter((photo) => photo.id !== id);
    this.store.patch({ photos: rest, selectedIds: selectedIds.filter((selected) => selected !== id) });
    if (id === currentId) {
      const neighbour = rest.at(Math.min(index, rest.length - 1));
      if (neighbour === undefined) {
        this.store.patch({ currentId: undefined });
        this.host.select([]);
      } else {
        this.choose(neighbour.id);
      }
    }
    this.host.removePhoto(id);
    this.#edits.delete(id);
    this.#files.delete(id);
    this.#sizes.delete(id);
  }

  setTheme(theme: Theme): void {
    this.store.patch({ theme });
    void this.host.storage.set('studio.theme', new TextEncoder().encode(theme)).catch(() => undefined);
  }

  setChoices(fields: Partial<SaveChoices>): void {
    const choices = { ...this.state.choices, ...fields };
    this.store.patch({ choices });
    void this.host.storage.set(CHOICES_KEY, new TextEncoder().encode(JSON.stringify(choices))).catch(() => undefined);
  }

  idsOf(scope: SaveScope): readonly string[] {
    const { photos, selectedIds, currentId } = this.state;
    const usable = photos.filter(({ isBroken }) => !isBroken).map(({ id }) => id);
    if (scope === 'all') return usable;
    return scope === 'selected' ? usable.filter((id) => selectedIds.includes(id)) : usable.filter((id) => id === currentId);
  }

  /** Saves photos one after the other; what is done when it is cancelled, stays done. */
  async save(scope: SaveScope): Promise<void> {
    if (this.#saving !== undefined) return;
    const ids = this.idsOf(scope);
    const saving = new AbortController();
    this.#saving = saving;
    const taken = new Set<string>();
    let savedCount = 0;
    for (const [index, id] of ids.entries()) {
      this.store.patch({ saving: { doneCount: index, allCount: ids.length, fraction: 0 } });
      try {
        const result = await this.#saveOne(id, saving.signal, (fraction) => this.store.patch({ saving: { doneCount: index, allCount: ids.length, fraction } }));
        const name = makeFileName(this.state.choices.nameTemplate, result.name, PHOTO_FORMATS[result.format].extensions[0], taken) ?? 'photo';
        taken.add(name);
        await this.#platform.saveFile(name, result.bytes, `image/${result.format}`);
        savedCount += 1;
        for (const note of result.notes) this.#tell('note', displayPath(result.name), note);
      } catch (error) {
        if (saving.signal.aborted) break;
        this.#tell('error', this.#describe.notSaved(this.#nameOf(id)), RetouchError.isInstance(error) ? error.message : String(error));
      }
    }
    this.#saving = undefined;
    this.store.patch({ saving: undefined, ...(savedCount > 0 ? { isExporting: false } : {}) });
    if (saving.signal.aborted) this.#tell('note', this.#describe.cancelled, '');
    else if (savedCount > 0) this.session.say('saved');
  }

  /** Ends saving; nothing is half written. */
  cancelSaving(): void {
    this.#saving?.abort();
  }

  /** Says something until it is put away. */
  note(title: string): void {
    this.#tell('note', title, '');
  }

  dismiss(id: number): void {
    this.store.patch({ notices: this.state.notices.filter((notice) => notice.id !== id) });
  }

  async #saveOne(id: string, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<SavedResult> {
    const edit = this.#edits.get(id) ?? EMPTY_EDIT;
    const target = this.host.referTo(id);
    await runInHost({
      host: this.host,
      engine: this.session.engine,
      recipe: recipeOfEdit(edit),
      targets: [target],
      photos: ({ documentId }) => this.#openTarget(documentId),
      masks: (_target, slot) => (slot === BRUSH_SLOT ? this.#placeMask(id, edit) : null),
      signal,
      onProgress,
    });
    const result = this.host.resultOf(id);
    if (result === undefined) throw new Error('the photo left no file');
    // The file is handed over; only its bytes in memory go.
    await this.host.revert(this.host.referTo(id), result.id);
    return result;
  }

  /** The photo that is shown is in the engine already; others are read. */
  #openTarget(id: string): OpenTarget | undefined {
    const { photo } = this.session.state;
    return photo?.target.documentId === id ? photo.open : undefined;
  }

  #placeMask(id: string, { brush }: Edit): PlacedMask | null {
    const size = this.#sizes.get(id);
    if (brush?.mask === undefined || size === undefined) return null;
    return { mask: brush.mask, bounds: { left: 0, top: 0, width: size.width, height: size.height }, outsideCoverage: 0 };
  }

  async #decode(id: string, file: File, signal: AbortSignal | undefined): ReturnType<typeof decodePhoto> {
    try {
      return await decodePhoto(file, signal);
    } catch (error) {
      if (signal?.aborted !== true && RetouchError.isInstance(error)) {
        this.#patchPhoto(id, { isBroken: true });
        this.#tell('error', this.#describe.notOpened, error.message);
      }
      throw error;
    }
  }

  /** Remembers what was done to the photo that is shown, and shows it in the strip. */
  #follow(): void {
    const { photo, edit, preview, stage } = this.session.state;
    const id = photo?.target.documentId;
    if (photo === undefined || id === undefined || stage !== 'ready' || id !== this.state.currentId) return;
    this.#edits.set(id, edit);
    this.#sizes.set(id, photo);
    const listed = this.state.photos.find((one) => one.id === id);
    const isRetouched = !isUntouched(edit);
    if (listed !== undefined && listed.isRetouched !== isRetouched) this.#patchPhoto(id, { isRetouched });
    if (preview !== undefined && preview.edit === edit) this.#updateThumbnail(id, preview.raster);
  }

  #updateThumbnail(id: string, raster: Raster): void {
    if (this.#shownRaster === raster) return;
    this.#shownRaster = raster;
    void thumbnailOf(raster, encodedSpaceOf(raster.encoding)).then((thumbnail) => {
      if (this.#shownRaster === raster) this.#patchPhoto(id, { thumbnail });
      else thumbnail.close();
    });
  }

  async #makeThumbnail(id: string): Promise<void> {
    const file = this.#files.get(id);
    const thumbnail = file === undefined ? undefined : await makeThumbnail(file);
    const listed = this.state.photos.find((photo) => photo.id === id);
    if (thumbnail === undefined) return;
    if (listed === undefined || listed.thumbnail !== undefined) thumbnail.close();
    else this.#patchPhoto(id, { thumbnail });
  }

  #patchPhoto(id: string, fields: Partial<ListedPhoto>): void {
    this.store.patch({ photos: this.state.photos.map((photo) => (photo.id === id ? { ...photo, ...fields } : photo)) });
  }

  #nameOf(id: string): string {
    return this.state.photos.find((photo) => photo.id === id)?.name ?? '';
  }

  #tell(kind: Notice['kind'], title: string, text: string): void {
    this.#lastNotice += 1;
    this.store.patch({ notices: [...this.state.notices, { id: this.#lastNotice, kind, title, text }] });
  }
}

/** Fields of another version are passed over, one by one. */
function readChoices(stored: Uint8Array): SaveChoices {
  try {
    const value = JSON.parse(new TextDecoder().decode(stored)) as Partial<Record<keyof SaveChoices, unknown>>;
    const known = Object.entries(SAVE_DEFAULTS).map(([key, fallback]) => {
      const own = value[key as keyof SaveChoices];
      const isSame = typeof own === typeof fallback || (key === 'maximumSide' && typeof own === 'number');
      return [key, isSame ? own : fallback];
    });
    return Object.fromEntries(known);
  } catch {
    return SAVE_DEFAULTS;
  }
}
