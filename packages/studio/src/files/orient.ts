/** Where stored pixels come to lie: the pixel at column x of row y goes to `start + x stepX + y stepY`. */
export interface Placing {
  readonly width: number;
  readonly height: number;
  readonly start: number;
  readonly stepX: number;
  readonly stepY: number;
}

/**
 * Turns an EXIF orientation into addresses, so that pixels are turned while they are written.
 *
 * @param orientation - 1..8.
 * @param width - of the stored picture.
 * @see Exif 3.0, 4.6.5.1.6
 */
export function placeUpright(orientation: number, width: number, height: number): Placing {
  const isTransposed = orientation >= 5 && orientation <= 8;
  const outWidth = isTransposed ? height : width;
  const outHeight = isTransposed ? width : height;
  const [first, alongX, alongY] = ADDRESSES[orientation] ?? ADDRESSES[1];
  const corner = { left: 0, right: outWidth - 1, top: 0, bottom: (outHeight - 1) * outWidth };
  const step = { right: 1, left: -1, down: outWidth, up: -outWidth };
  return { width: outWidth, height: outHeight, start: corner[first[0]] + corner[first[1]], stepX: step[alongX], stepY: step[alongY] };
}

type Corner = readonly ['left' | 'right', 'top' | 'bottom'];
type Direction = 'right' | 'left' | 'down' | 'up';

/** The corner of the first stored pixel, and the ways along a stored row and column. */
const ADDRESSES: Readonly<Record<number, readonly [Corner, Direction, Direction]>> = {
  1: [['left', 'top'], 'right', 'down'],
  2: [['right', 'top'], 'left', 'down'],
  3: [['right', 'bottom'], 'left', 'up'],
  4: [['left', 'bottom'], 'right', 'up'],
  5: [['left', 'top'], 'down', 'right'],
  6: [['right', 'top'], 'down', 'left'],
  7: [['right', 'bottom'], 'up', 'left'],
  8: [['left', 'bottom'], 'up', 'right'],
};
