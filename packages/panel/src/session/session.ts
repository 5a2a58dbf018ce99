import { EngineError, type HostAdapter, type Recipe, type TargetReference } from '@openretouch/core';
import type { Engine } from '@openretouch/core/worker';
import { setAdjustment } from './adjust.js';
import { applyEdit, revertResult } from './apply-edit.js';
import { createAutoLoop, measureAuto } from './auto-work.js';
import { DocumentStore, isSameTarget, NEW_DOCUMENT, type SessionDocument } from './documents.js';
import { type AdjustmentValues, type AutoEdit, type AutoMode, type Edit, EMPTY_EDIT, type LookEdit, type StyleInUse } from './edit.js';
import { beginGesture, cancelGesture, endGesture, type History, recordChange, redo, undo } from './history.js';
import type { LatestLoop } from './latest.js';
import { pickGrey } from './pick-grey.js';
import { PreviewLoop } from './preview-loop.js';
import { problemOf, type Problem } from './problem.js';
import { atRevision, readPhoto } from './read-photo.js';
import { recipeOfEdit } from './recipe-of-edit.js';
import { INITIAL_STATE, type ModelState, type SessionMessage, type SessionPhoto, type SessionState } from './state.js';
import { beforeStep } from './steps.js';
import { createStore, type Store } from './store.js';
import { openStoredResult } from './open-result.js';

export interface SessionOptions {
  readonly host: HostAdapter;
  readonly engine: Engine;
  /** Longer side of previews in pixels; default 1024. */
  readonly previewSide?: number;
  /** Milliseconds since any moment, such as `performance.now`: how long Auto took is told where it is given. */
  readonly now?: () => number;
}

const DEFAULT_PREVIEW_SIDE = 1024;

/**
 * What the panel shows and does, without a framework: the edit of the selected photo with undo and redo, its preview, and the way
 * into the host and back. State is replaced, never changed; {@link Session.store} tells of each new one.
 */
export class Session {
  readonly store: Store<SessionState> = createStore(INITIAL_STATE);
  readonly host: HostAdapter;
  readonly engine: Engine;
  readonly #previewSide: number;
  readonly #now: (() => number) | undefined;
  readonly #documents = new DocumentStore();
  readonly #previews: PreviewLoop;
  readonly #reasons: LatestLoop;
  #target: TargetReference | undefined;
  #reading: AbortController | undefined;
  #applying: AbortController | undefined;
  #stopListening: (() => void) | undefined;

  constructor({ host, engine, previewSide = DEFAULT_PREVIEW_SIDE, now }: SessionOptions) {
    this.host = host;
    this.engine = engine;
    this.#previewSide = previewSide;
    this.#now = now;
    const current = (): { readonly photo: SessionPhoto; readonly edit: Edit } | undefined => (this.state.photo === undefined ? undefined : { photo: this.state.photo, edit: this.state.edit });
    this.#reasons = createAutoLoop({
      engine,
      current,
      onEffect: (autoEffect, photo) => {
        if (photo === this.state.photo) this.store.patch({ autoEffect });
      },
    });
    this.#previews = new PreviewLoop({
      host,
      engine,
      previewSide,
      current,
      onPreview: (preview, photo) => {
        if (photo === this.state.photo) this.store.patch({ preview });
      },
      onFailure: (error) => this.#fail(error, 'preview'),
    });
  }

  get state(): SessionState {
    return this.store.get();
  }

  /** Follows the host's selection from here on, and opens what is selected now. */
  async start(): Promise<void> {
    this.#stopListening = this.host.on?.('selection-changed', () => void this.refresh());
    await this.refresh();
  }

  /** Looks again at what the host has selected. A photo that is open already is read again only where it has changed. */
  async refresh(): Promise<void> {
    try {
      const capabilities = await this.host.capabilities();
      const targets = await this.host.selection();
      this.store.patch({ capabilities, targets });
      const [target] = targets;
      if (target === undefined) this.#show(undefined);
      else await this.open(target);
    } catch (error) {
      this.#fail(error, 'read');
    }
  }

  /** Opens a target: its photo, and the edit that it was left with. */
  async open(target: TargetReference): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const known = this.#documents.get(target).photo;
    if (known !== undefined && known.target.revision === target.revision) {
      this.#show(target);
      this.#previews.request();
      this.#reasons.request();
      return;
    }
    this.#show(target, { stage: 'reading', work: { kind: 'reading' } });
    try {
      const photo = await readPhoto(target, this.host, this.engine, this.#previewSide, reading.signal);
      if (known !== undefined) await this.#close(known.handle);
      const isFirst = known === undefined;
      this.#documents.patch(photo.target, { photo });
      if (isFirst) await this.#openResult(photo.target);
      if (reading.signal.aborted) return;
      this.#show(photo.target);
      this.#previews.request();
      this.#reasons.request();
      await this.#updateStatus();
    } catch (error) {
      if (reading.signal.aborted) return;
      this.store.patch({ stage: 'unsupported', work: undefined, problem: problemOf(error, 'read') });
    }
  }

  /** Changes the edit: one step of undo, or part of the gesture under way. */
  change(update: (edit: Edit) => Edit): void {
    this.#move((history) => recordChange(history, update(history.present)));
  }

  /** Everything until {@link Session.endGesture} is one step of undo. */
  beginGesture(): void {
    this.#move(beginGesture);
  }

  endGesture(): void {
    this.#move(endGesture);
  }

  cancelGesture(): void {
    this.#move(cancelGesture);
  }

  undo(): void {
    this.#move(undo);
  }

  redo(): void {
    this.#move(redo);
  }

  /** Back to the photo as it is; can be undone. */
  resetAll(): void {
    this.change(() => EMPTY_EDIT);
  }

  /** Sets an operation's parameters; without any the operation goes. */
  setAdjustment(operation: string, values: AdjustmentValues | undefined): void {
    this.change((edit) => setAdjustment(edit, operation, values));
  }

  /**
   * Looks at the photo and proposes a starting point, as a step of its own. What cannot be done, because a model is missing, leaves the
   * edit as it was.
   */
  async runAuto(mode: AutoMode): Promise<void> {
    const { photo, edit, style } = this.state;
    if (photo === undefined) return;
    const auto: AutoEdit = { mode, strength: edit.auto?.strength ?? 1, ...(mode === 'style' && style !== undefined ? { style } : {}) };
    this.store.patch({ work: { kind: 'auto' }, problem: undefined });
    const start = this.#now?.() ?? 0;
    try {
      const autoEffect = await measureAuto(this.engine, photo, auto);
      if (photo !== this.state.photo) return;
      this.setAuto(auto);
      this.store.patch({ autoEffect, autoMilliseconds: this.#now === undefined ? undefined : this.#now() - start });
      await this.#updateStatus();
    } catch (error) {
      if (!isSuperseded(error)) this.#fail(error, 'preview');
    } finally {
      if (this.state.work?.kind === 'auto') this.store.patch({ work: undefined });
    }
  }

  /** Chooses the mode in which Auto runs next. */
  setAutoMode(autoMode: AutoMode): void {
    this.store.patch({ autoMode });
  }

  setStyle(style: StyleInUse | undefined): void {
    this.store.patch({ style });
  }

  /** The page tells how far the models are. */
  setModels(models: ModelState): void {
    this.store.patch({ models });
  }

  setAuto(auto: AutoEdit | undefined): void {
    this.change(({ auto: _before, ...edit }) => (auto === undefined ? edit : { ...edit, auto }));
  }

  /**
   * Sets the white balance so that a place becomes grey.
   *
   * @param x - 0..1 of the photo's width; `y` of its height.
   * @returns whether a light could be told there.
   */
  async pickGrey(x: number, y: number): Promise<boolean> {
    const { photo, edit } = this.state;
    if (photo === undefined) return false;
    try {
      const { extensions: _extensions, ...recipe } = recipeOfEdit(beforeStep(edit, 'whiteBalance'));
      const { raster } = await this.engine.preview({ photo: photo.handle, recipe, maximumSide: this.#previewSide, lane: 'picker' });
      const light = pickGrey(raster, x, y);
      if (light !== undefined) this.setAdjustment('whiteBalance', { temperature: light.temperature, tint: light.tint });
      else this.say('no-grey-there');
      return light !== undefined;
    } catch (error) {
      if (!isSuperseded(error)) this.#fail(error, 'preview');
      return false;
    }
  }

  setLook(look: LookEdit | undefined): void {
    this.change(({ look: _before, ...edit }) => (look === undefined ? edit : { ...edit, look }));
  }

  /** The recipe of the present edit. */
  recipe(name?: string): Recipe {
    return recipeOfEdit(this.state.edit, name);
  }

  /** Writes the present edit into the host; a result that is there is updated in place. */
  async apply(): Promise<void> {
    const { photo, edit } = this.state;
    if (photo === undefined || this.#applying !== undefined) return;
    const applying = new AbortController();
    this.#applying = applying;
    const megapixels = (photo.width * photo.height) / 1e6;
    const onProgress = (fraction: number): void => this.store.patch({ work: { kind: 'applying', fraction, megapixels } });
    onProgress(0);
    this.store.patch({ problem: undefined });
    try {
      const { target, applied } = await applyEdit({ host: this.host, engine: this.engine, photo, edit, signal: applying.signal, onProgress });
      this.#documents.patch(target, { applied, photo: atRevision(photo, target) });
      if (isSameTarget(this.#target, target)) this.#show(target);
    } catch (error) {
      if (applying.signal.aborted) this.say('cancelled');
      else this.#fail(error, 'apply');
    } finally {
      this.#applying = undefined;
      this.store.patch({ work: undefined });
    }
  }

  /** Ends what is under way; the document stays as it was. */
  cancel(): void {
    this.#applying?.abort();
  }

  /** Takes the result out of the document. */
  async revert(): Promise<void> {
    const { photo, applied } = this.state;
    if (photo === undefined || applied === undefined) return;
    this.store.patch({ work: { kind: 'reverting' } });
    try {
      const target = await revertResult(this.host, photo.target, applied.resultId);
      this.#documents.patch(target, { applied: undefined, photo: atRevision(photo, target) });
      if (isSameTarget(this.#target, target)) this.#show(target);
    } catch (error) {
      this.#fail(error, 'revert');
    } finally {
      this.store.patch({ work: undefined });
    }
  }

  /** Reads the photo anew and keeps the edit: the answer to a layer that changed. */
  async readAgain(): Promise<void> {
    this.dismissProblem();
    const target = this.#target;
    if (target === undefined) return this.refresh();
    const { photo } = this.#documents.get(target);
    if (photo !== undefined) this.#documents.patch(target, { photo: { ...photo, target: { ...photo.target, revision: '' } } });
    await this.refresh();
  }

  dismissProblem(): void {
    this.store.patch({ problem: undefined });
  }

  say(what: SessionMessage): void {
    this.store.patch({ message: { what, serial: (this.state.message?.serial ?? 0) + 1 } });
  }

  /** @returns when the newest edit is shown. */
  async settled(): Promise<void> {
    await this.#previews.settled();
    await this.#reasons.settled();
  }

  /** Lets go of the host and of every photo. The engine stays. */
  async dispose(): Promise<void> {
    this.#stopListening?.();
    this.#reading?.abort();
    this.#applying?.abort();
    this.#previews.cancel();
    this.#reasons.cancel();
    for (const { handle } of this.#documents.photos()) await this.#close(handle);
  }

  #move(step: (history: History<Edit>) => History<Edit>): void {
    const target = this.#target;
    if (target === undefined) return;
    const { history: before } = this.#documents.get(target);
    const { history } = this.#documents.patch(target, { history: step(before) });
    this.store.patch(historyState(history));
    if (history.present !== before.present) this.#previews.request();
    if (history.present.auto !== before.present.auto) this.#reasons.request();
  }

  /** Shows a target as it was left; without one, nothing. */
  #show(target: TargetReference | undefined, fields: Partial<SessionState> = {}): void {
    const isOther = !isSameTarget(this.#target, target);
    this.#target = target;
    const { history, photo, applied }: SessionDocument = target === undefined ? NEW_DOCUMENT : this.#documents.get(target);
    const shown = isOther ? { preview: undefined, autoEffect: undefined } : {};
    this.store.patch({ ...historyState(history), ...shown, photo, applied, problem: undefined, stage: target === undefined ? 'empty' : 'ready', work: undefined, ...fields });
  }

  async #openResult(target: TargetReference): Promise<void> {
    const opened = await openStoredResult(this.host, target);
    if (opened === undefined) return;
    const { edit = EMPTY_EDIT } = opened;
    this.#documents.patch(target, { applied: opened, history: { past: [], present: edit, future: [] } });
  }

  /** The engine says what computes; a graphics card that was there and is not any more has been lost. */
  async #updateStatus(): Promise<void> {
    const engineStatus = await this.engine.status().catch(() => undefined);
    if (engineStatus === undefined) return;
    const isLost = this.state.engineStatus?.kernels.name === 'webgpu' && engineStatus.kernels.name !== 'webgpu';
    this.store.patch({ engineStatus, ...(isLost ? { hasFallenBack: true } : {}) });
  }

  dismissFallBack(): void {
    this.store.patch({ hasFallenBack: false });
  }

  async #close(photo: number): Promise<void> {
    await this.engine.close({ photo }).catch(() => undefined);
  }

  #fail(error: unknown, during: Problem['during']): void {
    this.store.patch({ problem: problemOf(error, during) });
  }
}

function historyState(history: History<Edit>): Pick<SessionState, 'edit' | 'canUndo' | 'canRedo'> {
  const hasMoved = history.gestureStart !== undefined && history.gestureStart !== history.present;
  return { edit: history.present, canUndo: history.past.length > 0 || hasMoved, canRedo: history.future.length > 0 };
}

function isSuperseded(error: unknown): boolean {
  return EngineError.isInstance(error) && error.code === 'superseded';
}
