import { allocateData, type BitDepth, fullScale, type Raster } from '../raster/raster.js';
import { convertBitDepth } from '../raster/convert.js';
import { resampleAreaToCopy } from '../raster/resample-area.js';
import type { PlacedMask, PlacedRaster, Rectangle } from './placed.js';
import { type DocumentState, findPicture, type MemoryLayer, type MemoryPicture, type PictureLayer, type ResultLayer } from './memory-document.js';
import { cropPlacedRaster, intersectRectangles } from './placement.js';

export interface MemoryEditorOptions {
  /** Called with the name of every call an adapter makes, before it does anything; throw here to make the call fail. */
  readonly onCall?: (call: string) => void;
  /** Whether several changes can be one undo step. Default true. */
  readonly canGroupUndo?: boolean;
}

/** What is lent with pixels and masks. */
export interface Lent<T> {
  readonly value: T;
  release(): void;
}

interface OpenDocument {
  state: DocumentState;
  readonly undo: DocumentState[];
  group: DocumentState | undefined;
}

/**
 * An image editor without a screen: documents, layers, masks, a selection, undo with grouping. {@link MemoryHost} binds it to
 * the core as an adapter binds a real one.
 *
 * @remarks Methods before "for adapters" are the user's hands. The others are the editor's interface: each passes `onCall`.
 */
export class MemoryEditor {
  readonly canGroupUndo: boolean;
  readonly #onCall: (call: string) => void;
  readonly #documents = new Map<string, OpenDocument>();
  #lastId = 0;
  #lentCount = 0;

  constructor(options: MemoryEditorOptions = {}) {
    this.#onCall = options.onCall ?? (() => undefined);
    this.canGroupUndo = options.canGroupUndo ?? true;
  }

  /** Pixels and masks handed out and not yet given back. */
  get lentCount(): number {
    return this.#lentCount;
  }

  addDocument(name: string): string {
    const id = this.newId('document');
    const state: DocumentState = { name, layers: [], selection: null, selectedIds: [], texts: new Map(), revision: 0 };
    this.#documents.set(id, { state, undo: [], group: undefined });
    return id;
  }

  /** Puts a picture on top and selects it. Not undoable: the document is as if opened with it. */
  addPicture(documentId: string, picture: MemoryPicture): string {
    const document = this.#open(documentId);
    const { raster, left = 0, top = 0 } = picture;
    const layer: PictureLayer = {
      kind: 'picture',
      id: this.newId('layer'),
      name: picture.name,
      raster,
      bounds: { left, top, width: raster.width, height: raster.height },
      layerMask: picture.layerMask,
      channels: picture.channels ?? new Map(),
    };
    document.state = { ...document.state, layers: [...document.state.layers, layer], selectedIds: [...document.state.selectedIds, layer.id] };
    return layer.id;
  }

  /** Gives a picture other pixels, of another size where given, as a brush or a crop would: undoable, and a new revision. */
  paint(documentId: string, layerId: string, raster: Raster): void {
    const { state } = this.#open(documentId);
    const { width, height } = raster;
    const layers = state.layers.map((layer) => (layer.id === layerId && layer.kind === 'picture' ? { ...layer, raster, bounds: { ...layer.bounds, width, height } } : layer));
    this.#change(documentId, { ...state, layers, revision: state.revision + 1 });
  }

  select(documentId: string, selection: PlacedMask | null): void {
    const { state } = this.#open(documentId);
    this.#change(documentId, { ...state, selection, revision: state.revision + 1 });
  }

  selectLayers(documentId: string, layerIds: readonly string[]): void {
    const document = this.#open(documentId);
    document.state = { ...document.state, selectedIds: layerIds };
  }

  undo(documentId: string): void {
    const document = this.#open(documentId);
    const earlier = document.undo.pop();
    if (earlier !== undefined) document.state = earlier;
  }

  undoCount(documentId: string): number {
    return this.#open(documentId).undo.length;
  }

  /** The document as it is, for whoever wants to look. */
  look(documentId: string): DocumentState {
    return this.#open(documentId).state;
  }

  documentIds(): string[] {
    return [...this.#documents.keys()];
  }

  // For adapters.

  newId(kind: string): string {
    this.#lastId += 1;
    return `${kind}-${this.#lastId}`;
  }

  query(documentId: string): DocumentState | undefined {
    this.#onCall('query');
    return this.#documents.get(documentId)?.state;
  }

  /** @param options - a rectangle must share pixels with the picture. */
  lendPixels(documentId: string, layerId: string, options: { rectangle?: Rectangle; maximumSide?: number; bitDepth?: BitDepth }): Lent<PlacedRaster> {
    this.#onCall('lendPixels');
    const picture = this.#picture(documentId, layerId);
    const wanted = options.rectangle === undefined ? picture.bounds : intersectRectangles(picture.bounds, options.rectangle);
    if (wanted === undefined) throw new Error('no pixels in that rectangle');
    const { raster, bounds } = cropPlacedRaster({ raster: picture.raster, bounds: picture.bounds }, wanted);
    const scaled = options.maximumSide === undefined ? raster : shrink(raster, options.maximumSide);
    const deep = options.bitDepth === undefined ? scaled : convertBitDepth(scaled, options.bitDepth);
    return this.#lend({ raster: { ...deep, data: copyData(deep) }, bounds });
  }

  lendMask(documentId: string, layerId: string, name: string | { readonly selection: true }): Lent<PlacedMask> | null {
    this.#onCall('lendMask');
    const picture = this.#picture(documentId, layerId);
    const found = typeof name !== 'string' ? this.#open(documentId).state.selection : name === 'layer mask' ? picture.layerMask : picture.channels.get(name);
    if (found === undefined || found === null) return null;
    return this.#lend({ ...found, mask: { ...found.mask, data: found.mask.data.slice() } });
  }

  beginUndoGroup(documentId: string): void {
    this.#onCall('beginUndoGroup');
    if (!this.canGroupUndo) throw new Error('this editor cannot group undo steps');
    const document = this.#open(documentId);
    document.group = document.state;
  }

  /** @param keep - false brings back the state before the group. */
  endUndoGroup(documentId: string, keep: boolean): void {
    if (keep) this.#onCall('endUndoGroup');
    const document = this.#open(documentId);
    const before = document.group;
    if (before === undefined) return;
    document.group = undefined;
    if (!keep) document.state = before;
    else if (document.state !== before) document.undo.push(before);
  }

  /** @param belowId - the layer it comes right above. */
  insertLayer(documentId: string, layer: ResultLayer, belowId: string): void {
    this.#onCall('insertLayer');
    const { state } = this.#open(documentId);
    const index = state.layers.findIndex(({ id }) => id === belowId) + 1;
    this.#change(documentId, { ...state, layers: [...state.layers.slice(0, index), layer, ...state.layers.slice(index)] });
  }

  replaceLayer(documentId: string, layer: ResultLayer): void {
    this.#onCall('replaceLayer');
    const { state } = this.#open(documentId);
    this.#change(documentId, { ...state, layers: state.layers.map((present): MemoryLayer => (present.id === layer.id ? layer : present)) });
  }

  removeLayer(documentId: string, layerId: string): void {
    this.#onCall('removeLayer');
    const { state } = this.#open(documentId);
    this.#change(documentId, { ...state, layers: state.layers.filter(({ id }) => id !== layerId) });
  }

  /** @param texts - all of a result's text; `undefined` removes it. */
  setTexts(documentId: string, resultId: string, texts: ReadonlyMap<string, string> | undefined): void {
    this.#onCall('setTexts');
    const { state } = this.#open(documentId);
    const all = new Map(state.texts);
    if (texts === undefined) all.delete(resultId);
    else all.set(resultId, texts);
    this.#change(documentId, { ...state, texts: all });
  }

  #lend<T>(value: T): Lent<T> {
    this.#lentCount += 1;
    let isLent = true;
    return {
      value,
      release: () => {
        if (isLent) this.#lentCount -= 1;
        isLent = false;
      },
    };
  }

  #change(documentId: string, state: DocumentState): void {
    const document = this.#open(documentId);
    if (document.group === undefined) document.undo.push(document.state);
    document.state = state;
  }

  #picture(documentId: string, layerId: string): PictureLayer {
    const picture = findPicture(this.#open(documentId).state, layerId);
    if (picture === undefined) throw new Error('no such layer');
    return picture;
  }

  #open(documentId: string): OpenDocument {
    const document = this.#documents.get(documentId);
    if (document === undefined) throw new Error('no such document');
    return document;
  }
}

function copyData({ data, bitDepth }: Raster): Raster['data'] {
  const copy = allocateData(bitDepth, data.length);
  copy.set(data);
  return copy;
}

/** Area-averaged, in the raster's own depth; linear light comes back encoded, as previews are. */
function shrink(raster: Raster, maximumSide: number): Raster {
  if (Math.max(raster.width, raster.height) <= maximumSide) return raster;
  const { rgb, weights, width, height } = resampleAreaToCopy(raster, maximumSide);
  const { channels, bitDepth } = raster;
  const top = fullScale(bitDepth);
  const toSample = (value: number): number => (bitDepth === 32 ? value : Math.round(Math.min(1, Math.max(0, value)) * top));
  const data = allocateData(bitDepth, width * height * channels);
  for (let i = 0; i < width * height; i += 1) {
    for (let c = 0; c < 3; c += 1) data[i * channels + c] = toSample(rgb[i * 3 + c]);
    if (channels === 4) data[i * channels + 3] = toSample(weights?.[i] ?? 1);
  }
  return { ...raster, data, width, height, encoding: raster.encoding === 'linear-srgb' ? 'srgb' : raster.encoding };
}
