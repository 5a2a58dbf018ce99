import type { HostAdapter, HostCapabilities, TargetReference } from '../host-adapter.js';
import type { PlacedMask, PlacedRaster } from '../placed.js';
import type { Raster } from '../../raster/raster.js';

/** A picture to be placed in the host before a case. */
export interface ConformancePicture {
  /** A hostile one may be placed under the nearest name that the host allows. */
  readonly name: string;
  readonly raster: Raster;
  readonly left: number;
  readonly top: number;
  readonly layerMask?: PlacedMask;
}

/** A layer of a document, as the host lists it. */
export interface LayerDescription {
  readonly id: string;
  readonly name: string;
}

/**
 * A host with an empty document, and the hands and eyes of a user in it. What a host has no way to do is left out.
 *
 * @remarks Everything here goes around the adapter: the suite would otherwise believe what it is to check.
 */
export interface ConformanceFixture {
  readonly host: HostAdapter;
  /** Abilities this host or fixture lacks although nothing else says so, and why. Such cases are skipped with the reason. */
  readonly lacks?: Readonly<Partial<Record<Ability, string>>>;
  /** Puts a picture into the host and selects it together with those placed before. */
  place(picture: ConformancePicture): Promise<TargetReference>;
  /** What a user sees of the picture: with its result over it, in its own depth and the bounds it was placed with; the new file of a host that makes one. */
  composite(target: TargetReference): Promise<PlacedRaster>;
  /** A digest of all of the target's document that would be saved: layers, pixels, masks, texts. Not of its undo history. */
  fingerprint(target: TargetReference): Promise<string>;
  /** Changes pixels of the picture as a user would. */
  paint(target: TargetReference): Promise<void>;
  close(): Promise<void>;

  /** All layers of the target's document, from the bottom up. */
  layers?(target: TargetReference): Promise<readonly LayerDescription[]>;
  setSelection?(target: TargetReference, selection: PlacedMask | null): Promise<void>;
  undo?(target: TargetReference): Promise<void>;
  /** Undo steps a user could take in the target's document. */
  undoCount?(target: TargetReference): Promise<number>;
  /** Makes the host's n-th call from now fail once, 1 being the next; 0 takes it back. */
  failCall?(n: number): void;
  /** Buffers lent by the host and not given back. */
  lentCount?(): number;
}

/** What a case may need of a host or its fixture. */
export type Ability =
  | 'above'
  | 'alpha'
  | 'fault-injection'
  | 'layer-list'
  | 'layer-mask'
  | 'lent-count'
  | 'metadata'
  | 'offset'
  | 'one-undo'
  | 'rectangle'
  | 'revert'
  | 'scaled'
  | 'selection'
  | 'sixteen-bit'
  | 'storage'
  | 'undo';

type Probe = readonly [isThere: (fixture: ConformanceFixture, capabilities: HostCapabilities) => boolean, reason: string];

const PROBES: Readonly<Record<Ability, Probe>> = {
  above: [(_, { write }) => write.placement === 'above', 'results are separate: write.placement'],
  alpha: [() => true, ''],
  'fault-injection': [({ failCall }) => failCall !== undefined, 'the fixture cannot make calls fail'],
  'layer-list': [({ layers }) => layers !== undefined, 'the fixture lists no layers'],
  'layer-mask': [(_, { masks }) => masks.layerMask, 'no layer masks: masks.layerMask'],
  'lent-count': [({ lentCount }) => lentCount !== undefined, 'the fixture counts no buffers'],
  metadata: [(_, { metadata }) => metadata !== undefined, 'keeps no text: metadata'],
  offset: [() => true, ''],
  'one-undo': [(_, { undo }) => undo === 'one', 'a commit is not one undo step: undo'],
  rectangle: [(_, { read }) => read.rectangle, 'reads no rectangles: read.rectangle'],
  revert: [(_, { revert }) => revert, 'cannot revert: revert'],
  scaled: [(_, { read }) => read.scaled, 'reads no smaller copies: read.scaled'],
  selection: [({ setSelection }, { masks }) => masks.selection && setSelection !== undefined, 'no selections: masks.selection'],
  'sixteen-bit': [(_, { read }) => read.bitDepths.includes(16), 'no 16 bit: read.bitDepths'],
  storage: [(_, { storage }) => storage !== undefined, 'keeps nothing for users: storage'],
  undo: [({ undo, undoCount }, capabilities) => capabilities.undo !== 'none' && undo !== undefined && undoCount !== undefined, 'no undo: undo'],
};

/** @returns the reason why a case cannot run on this host, or `undefined` when it can. */
export function reasonToSkip(requires: readonly Ability[], fixture: ConformanceFixture, capabilities: HostCapabilities): string | undefined {
  const reasons = requires.map((ability) => {
    const declared = fixture.lacks?.[ability];
    if (declared !== undefined) return `${ability}: ${declared}`;
    const [isThere, reason] = PROBES[ability];
    return isThere(fixture, capabilities) ? undefined : `${ability}: ${reason}`;
  });
  const found = reasons.filter((reason) => reason !== undefined);
  return found.length === 0 ? undefined : found.join('; ');
}
