/** CSS pixels of the strip's pictures, twice for sharp screens. */
const LONG_SIDE = 224;

/**
 * Makes a small picture of a photo file with the browser's decoder.
 *
 * @returns `undefined` where the browser does not decode it; the photo itself may still open.
 */
export async function makeThumbnail(file: File): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file, { resizeWidth: LONG_SIDE, resizeQuality: 'medium' });
  } catch {
    return undefined;
  }
}

/** Makes a small picture of a preview. */
export async function thumbnailOf({ data, width, height }: { readonly data: ArrayLike<number> & ArrayBufferView; readonly width: number; readonly height: number }, colorSpace: PredefinedColorSpace): Promise<ImageBitmap> {
  const pixels = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  return createImageBitmap(new ImageData(pixels, width, height, { colorSpace }), { resizeWidth: Math.min(LONG_SIDE, width), resizeQuality: 'medium' });
}
