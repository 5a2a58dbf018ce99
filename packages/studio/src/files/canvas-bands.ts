/** Rows that are worked on at once, in pixels: small enough to keep a page answering, large enough to be quick. */
const BAND_PIXELS = 1 << 20;

/** Rows of a picture. */
export interface Band {
  readonly top: number;
  readonly rowCount: number;
}

/** @returns the bands of a picture from the top down. */
export function listBands(width: number, height: number): Band[] {
  const rows = Math.max(1, Math.floor(BAND_PIXELS / width));
  return Array.from({ length: Math.ceil(height / rows) }, (_, index) => ({ top: index * rows, rowCount: Math.min(rows, height - index * rows) }));
}

/** Lets the page handle what waits: pointers, keys, drawing. */
export function yieldToPage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** @returns a canvas on no page, in memory of the page rather than the graphics card's, and its context. */
export function createScratchCanvas(width: number, height: number): { readonly canvas: OffscreenCanvas; readonly context: OffscreenCanvasRenderingContext2D } {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true });
  if (context === null) throw new Error('the browser gave no canvas');
  return { canvas, context };
}
