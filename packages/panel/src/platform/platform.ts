import type { Raster } from '@openretouch/core';

/** What the panel asks of the page it stands in. */
export interface Platform {
  /** @returns whether it was copied. */
  copyText(text: string): Promise<boolean>;
  /** @returns `undefined` where the page may not read it. */
  readText(): Promise<string | undefined>;
  /** Offers a file to be saved; whether it was, where the page can tell. Nothing is overwritten without being asked. */
  saveFile(name: string, bytes: Uint8Array, type: string): Promise<boolean>;
  /** Opens a photo's pixels, upright, in a space that models can see; a copy of at least `minimumSide` on the longer side will do. Without it styles cannot be learned here. */
  decodePhoto?(file: Blob, minimumSide: number): Promise<Raster>;
  /** Opens a picture's pixels with the numbers as they stand in it, no profile applied: for looks that are pictures. */
  decodePicture?(bytes: Uint8Array, type: string): Promise<Raster>;
  /** Opens the host's larger window, where it has one. */
  openLarger?(): void;
  /** Leads to the Studio, where the host is another. */
  openStudio?(): void;
}

/** A page in a browser, or a frame that may download. */
export function createBrowserPlatform(page: Window & typeof globalThis = window): Platform {
  return {
    copyText: async (text) => {
      try {
        await page.navigator.clipboard.writeText(text);
        return true;
      } catch {
        return false;
      }
    },
    readText: async () => {
      try {
        return await page.navigator.clipboard.readText();
      } catch {
        return undefined;
      }
    },
    saveFile: async (name, bytes, type) => {
      const url = page.URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
      const link = page.document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      // The download has begun by the next turn of a minute at the latest.
      page.setTimeout(() => page.URL.revokeObjectURL(url), 60_000);
      return true;
    },
  };
}
