import type { CancelSignal, ProgressListener } from '../cancel.js';
import type { BitDepth, EncodedSpace } from '../raster/raster.js';
import type { PlacedMask, PlacedRaster, Rectangle } from './placed.js';
import type { RenderedWritePlan, WriteStepOutcome } from './write-plan.js';

/**
 * The contract between the core and an editor. An adapter translates and never decides: `planWriteBack` decides how a
 * plan appears, `runInHost` in which order things happen, and the conformance suite checks what is promised here.
 */
export const HOST_SPECIFICATION_VERSION = 1;

/**
 * One picture in the host that can be retouched: a layer, an image fill, a file.
 *
 * @remarks All three ids are opaque to the core. `revision` names the state in which the target was last seen: it differs
 * whenever pixels, place, size, layer mask or active selection differ (a history id, an image hash, a digest, a file's
 * change time and size). `name` is for people, comes from the document, and is not to be trusted as anything but text.
 */
export interface TargetReference {
  readonly documentId: string;
  readonly layerId: string;
  readonly revision: string;
  readonly name: string;
}

/** What every read carries besides pixels. */
export interface ReadState {
  /**
   * The target's revision at the moment of reading. `commit` is given this one and not that of the selection, so that a
   * commit to one layer does not make the others of a batch stale where a revision is the whole document's.
   */
  readonly revision: string;
  /** Returns lent memory to the host. Called once by the reader, after which the data is not touched. Where it is absent the memory is the reader's own. */
  release?(): void;
}

export interface ReadRaster extends PlacedRaster, ReadState {}
export interface ReadMask extends PlacedMask, ReadState {}

/** The slot of the host's own layer mask, as painted by the user. */
export const HOST_MASK_SLOT = 'host';
/** The slot of the active selection; it limits every retouch of the target. */
export const SELECTION_SLOT = 'selection';

/** A native curves adjustment: `nodeCount` equally spaced output values a channel, read linearly. */
export interface NativeCurves {
  readonly nodeCount: number;
  /** Bits an output value keeps in the host's table; 32 is float. */
  readonly outputBits: 8 | 16 | 32;
  /**
   * The host keeps control points of whole 8-bit levels with a natural cubic between, as Photoshop does, and no table. Curves then
   * come with their `points`, the tables are what these give, and the error is theirs.
   */
  readonly points?: true;
  /** Whether the adjustment takes a layer mask. */
  readonly mask: boolean;
}

/** A native LUT adjustment, acting on the document's encoded values. */
export interface NativeLut3d {
  /** Largest grid, nodes an edge. */
  readonly maximumSize: number;
  /** The spaces whose encoded values the host passes through the table unconverted. */
  readonly spaces: readonly EncodedSpace[];
  readonly mask: boolean;
}

/** What a host can do, found by probing it. Plain JSON. What is absent is a limit the host does not have. */
export interface HostCapabilities {
  readonly read: {
    /** `rectangle` and `maximumSide` of {@link ReadOptions} are obeyed; otherwise the whole comes back. */
    readonly rectangle: boolean;
    readonly scaled: boolean;
    readonly bitDepths: readonly BitDepth[];
    readonly maximumSide?: number;
  };
  readonly masks: {
    /** Slot `host` can be read. */
    readonly layerMask: boolean;
    /** Slot `selection` can be read. */
    readonly selection: boolean;
    /** Other slots can be read by name (a channel, a layer, a file). */
    readonly named: boolean;
  };
  readonly write: {
    /** `above`: the result is stacked on the original. `separate`: it stands on its own, e.g. a new file. */
    readonly placement: 'above' | 'separate';
    /** Result layers take a layer mask that stays editable. */
    readonly mask: boolean;
    /** Result layers take an opacity that stays editable. */
    readonly opacity: boolean;
    readonly bitDepths: readonly BitDepth[];
    /** Longest side of a raster layer. */
    readonly maximumSide?: number;
  };
  readonly native: {
    readonly curves?: NativeCurves;
    readonly lut3d?: NativeLut3d;
  };
  /** How many of the host's undo steps one commit makes; `none` where the host has no undo. */
  readonly undo: 'one' | 'many' | 'none';
  /** `revert` can remove a result. */
  readonly revert: boolean;
  /** Text kept with a result; absent when the host keeps none. */
  readonly metadata?: { readonly maximumValueBytes?: number };
  /** Per-user storage; absent when the host keeps none. */
  readonly storage?: { readonly maximumBytes?: number };
}

export interface CallOptions {
  readonly signal?: CancelSignal;
}

export interface ReadOptions extends CallOptions {
  /** The part that is wanted; by default the whole target. The answer may be smaller: it is cut to existing pixels. */
  readonly rectangle?: Rectangle;
  /** Longest side of the answer, in pixels: a smaller copy for previews. */
  readonly maximumSide?: number;
  /** Wanted depth, one of the host's; by default the document's own. */
  readonly bitDepth?: BitDepth;
}

export interface CommitOptions extends CallOptions {
  /** Name of the undo step, for people. */
  readonly label: string;
  readonly onProgress?: ProgressListener;
}

/** Something the host could not do and that did not stop the rest. */
export interface HostWarning {
  readonly type: 'unsupported';
  /** A stable name in `kebab-case`, e.g. `lut3d`, `layer-mask`, `metadata`. */
  readonly feature: string;
  /** For people: what was asked, what happened instead. */
  readonly details: string;
}

export interface CommitResult {
  /** Names what was made, for {@link HostAdapter.revert}; kept when a result is updated in place. `null`: no result is left. */
  readonly resultId: string | null;
  /** The target as it is now. */
  readonly target: TargetReference;
  /** One for each step of the write plan, in order. */
  readonly outcomes: readonly WriteStepOutcome[];
  readonly undo: 'one' | 'many' | 'none';
  /** The adapter looked at the document afterwards and saw the change. */
  readonly isVerified: boolean;
  readonly warnings: readonly HostWarning[];
}

/** Text kept with a target's result, written only by commit so that it shares the result's undo step. */
export interface HostMetadata {
  /** @returns what the last commit stored under the key, or `null`; `null` again once the result is gone. */
  get(target: TargetReference, key: string, options?: CallOptions): Promise<string | null>;
}

/** Per-user storage outside any document: presets, settings, models. Keys are plain text, values bytes. */
export interface HostStorage {
  get(key: string): Promise<Uint8Array | null>;
  set(key: string, value: Uint8Array): Promise<void>;
  keys(): Promise<readonly string[]>;
  delete(key: string): Promise<void>;
}

export interface HostEvents {
  'selection-changed': () => void;
  closed: () => void;
}

/**
 * An editor, as the core sees it.
 *
 * @remarks Every method wraps the host's exceptions in {@link HostError} at the first line that calls the host, keeps the
 * cause, and passes an abort reason through untouched. Only `commit` and `revert` change the document; either all of it
 * happens or none.
 */
export interface HostAdapter {
  readonly specificationVersion: typeof HOST_SPECIFICATION_VERSION;
  /** `figma`, `photopea`, `photoshop`, `gimp`, `files`, `web`, or another name in `kebab-case`. */
  readonly id: string;

  capabilities(options?: CallOptions): Promise<HostCapabilities>;

  /** @returns what the user has selected to be retouched, in the host's order; one of our own results answers as its original. */
  selection(options?: CallOptions): Promise<readonly TargetReference[]>;

  /**
   * @returns the target's own pixels in straight alpha, without layer mask, adjustments above it, or our results.
   * @throws HostError `stale-target` when the target is gone, `read-failed`, `too-large`, `unsupported` (a colour mode that
   * is not RGB), `nothing-selected` when the rectangle holds none of its pixels. A target that merely changed is read as it
   * is now.
   */
  readPixels(target: TargetReference, options?: ReadOptions): Promise<ReadRaster>;

  /**
   * @param slot - {@link HOST_MASK_SLOT}, {@link SELECTION_SLOT}, or a name of the recipe's own.
   * @returns `null` when there is no such mask: nothing selected, no layer mask.
   */
  readMask(target: TargetReference, slot: string, options?: CallOptions): Promise<ReadMask | null>;

  /**
   * Writes a result: all of it, or nothing. A target has at most one result; committing again updates it in place, under
   * the same id and at the same place in the stack. A write plan without layers leaves no result: what was there goes.
   *
   * @param writePlan - its pixels are the host's from here on: behind a bridge their memory moves. Masks stay the caller's.
   * @remarks Seen together with its result, the target keeps its own alpha and layer mask (a clipped layer, a mask copied,
   * a paint in the same node): a raster step's alpha only repeats the original's.
   * @throws HostError `stale-target` when `target.revision` is not the present one; `unsupported` with `fields.feature` when
   * a native step with fallback `raster` did not take, after rolling back: the caller then plans without it.
   */
  commit(target: TargetReference, writePlan: RenderedWritePlan, options: CommitOptions): Promise<CommitResult>;

  /** @returns the id of the target's present result, also one made in an earlier session, or `null`. */
  findResult(target: TargetReference, options?: CallOptions): Promise<string | null>;

  /**
   * Removes a result; the document is then as before the first commit, also where the host has no undo.
   *
   * @throws HostError `unknown-result` when there is no such result of that target.
   */
  revert(target: TargetReference, resultId: string, options?: CallOptions): Promise<void>;

  /** Absent exactly when the capability is. */
  readonly metadata?: HostMetadata;
  /** Absent exactly when the capability is. */
  readonly storage?: HostStorage;

  /** Optional: hosts that tell of changes. @returns a function that stops listening. */
  on?<E extends keyof HostEvents>(event: E, listener: HostEvents[E]): () => void;
}
