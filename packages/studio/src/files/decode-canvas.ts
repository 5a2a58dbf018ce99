import { InvalidFileError, throwIfCancelled, UnsupportedFormatError } from '@openretouch/core';
import { PHOTO_FORMATS, type PhotoFormat } from '@openretouch/core/photo-file';
import { createScratchCanvas, listBands, yieldToPage } from './canvas-bands.js';
import { placeUpright } from './orient.js';

/** Upright samples of 8 bit. */
export interface DecodedSamples {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** A picture that is to be decoded by the browser. */
export interface BrowserPicture {
  readonly parts: readonly Uint8Array[];
  readonly format: PhotoFormat;
  readonly name: string;
  readonly orientation: number;
  readonly hasAlpha: boolean;
  /** Whether the browser is to convert colours to sRGB by the profile in the file; otherwise the file's own numbers come back. */
  readonly convertsColor: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Decodes a picture with the browser's decoder, band by band, without a second whole copy.
 *
 * @throws {@link InvalidFileError} for what the decoder does not take; {@link UnsupportedFormatError} for transparency where the browser keeps
 * colours only multiplied by it; the signal's reason.
 */
export function decodeByBrowser(picture: BrowserPicture): Promise<DecodedSamples> {
  return picture.hasAlpha ? decodeTransparent(picture) : decodeOpaque(picture);
}

async function decodeOpaque(picture: BrowserPicture): Promise<DecodedSamples> {
  const { parts, format, name, orientation, convertsColor, signal } = picture;
  const bitmap = await openBitmap(parts, format, name, convertsColor);
  try {
    const { width, height } = bitmap;
    const out = placeUpright(orientation, width, height);
    const data = new Uint8Array(width * height * 3);
    const bands = listBands(width, height);
    const { context } = createScratchCanvas(width, bands[0].rowCount);
    for (const { top, rowCount } of bands) {
      throwIfCancelled(signal);
      context.drawImage(bitmap, 0, top, width, rowCount, 0, 0, width, rowCount);
      const band = context.getImageData(0, 0, width, rowCount).data;
      copyPixels(band, width, rowCount, data, 3, { ...out, start: out.start + top * out.stepY });
      await yieldToPage();
    }
    return { data, width: out.width, height: out.height, channels: 3 };
  } finally {
    bitmap.close();
  }
}

/** A canvas multiplies colours by alpha; a texture does not. */
async function decodeTransparent({ parts, format, name, orientation, convertsColor, signal }: BrowserPicture): Promise<DecodedSamples> {
  const bitmap = await openBitmap(parts, format, name, convertsColor);
  try {
    const { width, height } = bitmap;
    const samples = readStraightSamples(bitmap);
    throwIfCancelled(signal);
    if (samples === undefined) {
      throw new UnsupportedFormatError(`${name}: ${PHOTO_FORMATS[format].name} with transparency, which this browser hands out inexactly (accepted: PNG); save it as PNG first`, { path: name, format });
    }
    if (orientation <= 1) return { data: samples, width, height, channels: 4 };
    const out = placeUpright(orientation, width, height);
    const data = new Uint8Array(samples.length);
    copyPixels(samples, width, height, data, 4, out);
    return { data, width: out.width, height: out.height, channels: 4 };
  } finally {
    bitmap.close();
  }
}

/** @returns `undefined` where there is no WebGL 2, or none for pictures of this size. */
function readStraightSamples(bitmap: ImageBitmap): Uint8Array | undefined {
  const { width, height } = bitmap;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null || Math.max(width, height) > gl.getParameter(gl.MAX_TEXTURE_SIZE)) return undefined;
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, gl.getParameter(gl.TEXTURE_BINDING_2D), 0);
  const isComplete = gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE;
  const samples = new Uint8Array(width * height * 4);
  if (isComplete) gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, samples);
  const isWhole = isComplete && gl.getError() === gl.NO_ERROR;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return isWhole ? samples : undefined;
}

function openBitmap(parts: readonly Uint8Array[], format: PhotoFormat, name: string, convertsColor: boolean): Promise<ImageBitmap> {
  const blob = new Blob(parts as Uint8Array<ArrayBuffer>[], { type: `image/${format}` });
  return createImageBitmap(blob, { colorSpaceConversion: convertsColor ? 'default' : 'none', premultiplyAlpha: 'none' }).catch((cause: unknown) => {
    throw damaged(name, format, cause);
  });
}

function copyPixels(source: Uint8Array | Uint8ClampedArray, width: number, rowCount: number, target: Uint8Array, channels: 3 | 4, { start, stepX, stepY }: { readonly start: number; readonly stepX: number; readonly stepY: number }): void {
  let from = 0;
  for (let y = 0; y < rowCount; y += 1) {
    let to = (start + y * stepY) * channels;
    for (let x = 0; x < width; x += 1, from += 4, to += stepX * channels) {
      target[to] = source[from];
      target[to + 1] = source[from + 1];
      target[to + 2] = source[from + 2];
      if (channels === 4) target[to + 3] = source[from + 3];
    }
  }
}

function damaged(name: string, format: PhotoFormat, cause: unknown): InvalidFileError {
  return new InvalidFileError(`${name}: ${PHOTO_FORMATS[format].name} damaged, cut short, or of a kind this browser does not know; get a whole copy of the file, or save it as PNG`, { path: name, format }, { cause });
}
