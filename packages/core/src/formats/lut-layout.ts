/**
 * Where a picture keeps the nodes of a cube. `hald`: node (r, g, b) is the pixel r + N (g + N b) in reading order, N = level^2.
 * `tiles`: one square tile a blue slice, left to right, then down; red runs right in it, green down. A border may follow.
 */
export type LutLayout = HaldLayout | TileLayout;

export interface HaldLayout {
  readonly kind: 'hald';
  /** The cube has level^2 nodes an edge, the picture level^3 pixels. */
  readonly level: number;
}

export interface TileLayout {
  readonly kind: 'tiles';
  readonly columns: number;
  readonly rows: number;
  /** Pixels an edge of a tile, which are the nodes of red and green; blue has `columns` x `rows`. */
  readonly tileSize: number;
}

export const MINIMUM_LUT_LEVEL = 2;
/** 4096 pixels a side, 256 nodes an edge, 201 MB as float32; the film collections in circulation end at level 12. */
export const MAXIMUM_LUT_LEVEL = 16;

/**
 * Picture sides of img.ly's smaller tables and their tiles a side. The tiles are as large as fit whole, the rest of the side is a
 * black border at the right and at the bottom: 3 pixels of 128, 4 of 256.
 *
 * @see img.ly PhotoEditor SDK, "Response filters", identity_5_5_128.png, identity_6_6_256.png and identity_7_7_256.png
 */
const BORDERED_SIDES: readonly (readonly [side: number, tiles: number])[] = [
  [128, 5],
  [256, 6],
  [256, 7],
];

/**
 * @returns the layouts a picture of this size can have, none when it can be no LUT. A square whose side is a cube k^3 is a Hald
 * picture of level k and k x k tiles alike; only its content tells which.
 * @see Eskil Steenberg, "Hald images"; Brad Larson, GPUImageLookupFilter.h (8 x 8 tiles of 64); strips of N tiles as game engines
 * have them.
 */
export function layoutsOfSize(width: number, height: number): LutLayout[] {
  if (width !== height) {
    const size = Math.min(width, height);
    const isStrip = Math.max(width, height) === size * size && size >= MINIMUM_LUT_LEVEL ** 2 && size <= MAXIMUM_LUT_LEVEL ** 2;
    return isStrip ? [{ kind: 'tiles', columns: width / size, rows: height / size, tileSize: size }] : [];
  }
  const level = Math.round(Math.cbrt(width));
  if (level ** 3 === width && level >= MINIMUM_LUT_LEVEL && level <= MAXIMUM_LUT_LEVEL) {
    return [
      { kind: 'hald', level },
      { kind: 'tiles', columns: level, rows: level, tileSize: level * level },
    ];
  }
  return BORDERED_SIDES.filter(([side]) => side === width).map(([side, tiles]) => ({ kind: 'tiles', columns: tiles, rows: tiles, tileSize: Math.floor(side / tiles) }));
}

/** @returns nodes along red, green and blue. */
export function nodeCounts(layout: LutLayout): readonly [number, number, number] {
  if (layout.kind === 'hald') return [layout.level ** 2, layout.level ** 2, layout.level ** 2];
  return [layout.tileSize, layout.tileSize, layout.columns * layout.rows];
}

/** @returns the index of a node's pixel in reading order, for a picture of `width` pixels a row. */
export function pixelOfNode(layout: LutLayout, width: number): (r: number, g: number, b: number) => number {
  if (layout.kind === 'hald') {
    const size = layout.level ** 2;
    return (r, g, b) => r + size * (g + size * b);
  }
  const { columns, tileSize } = layout;
  return (r, g, b) => (Math.floor(b / columns) * tileSize + g) * width + (b % columns) * tileSize + r;
}

/** `Hald level 8 (64 nodes an edge)`, `5 x 5 tiles of 25`. */
export function describeLayout(layout: LutLayout): string {
  if (layout.kind === 'hald') return `Hald level ${layout.level} (${layout.level ** 2} nodes an edge)`;
  return `${layout.columns} x ${layout.rows} tiles of ${layout.tileSize}`;
}
