import { runConformance, type ConformanceOutcome } from '@openretouch/core/host-conformance';
import { RetouchError } from '@openretouch/core';
import { decodePhoto } from '../../../packages/studio/src/files/decode-photo.js';
import { encodePhoto, type SavedFormat } from '../../../packages/studio/src/files/encode-photo.js';
import { openUserStorage } from '../../../packages/studio/src/host/user-storage.js';
import { createWebFixture } from '../host/web-fixture.js';

/** Runs in the page; bytes cross as base64. */

export interface Decoded {
  readonly samples: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bitDepth: number;
  readonly encoding: string;
  readonly isGreyscale: boolean;
  readonly hasExif: boolean;
  readonly xmp: string | undefined;
  readonly notes: readonly string[];
}

const toBytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fileOf = (base64: string, name: string): File => new File([toBytes(base64)], name);

export async function decode(base64: string, name: string): Promise<Decoded> {
  const { raster, metadata, notes } = await decodePhoto(fileOf(base64, name));
  const { width, height, channels, bitDepth, encoding } = raster;
  return { samples: Array.from(raster.data), width, height, channels, bitDepth, encoding, isGreyscale: metadata.isGreyscale, hasExif: metadata.exif !== undefined, xmp: metadata.xmp, notes };
}

/** @returns class, code and message of what opening a file fails with. */
export async function refusal(base64: string, name: string): Promise<{ readonly name: string; readonly code: string; readonly message: string } | undefined> {
  try {
    await decodePhoto(fileOf(base64, name));
    return undefined;
  } catch (error) {
    if (!RetouchError.isInstance(error)) return { name: 'other', code: '', message: String(error) };
    return { name: error.name, code: error.code, message: error.message };
  }
}

/** Opens a photo and saves it as it is. */
export async function resave(base64: string, name: string, format: SavedFormat, quality: number, removesLocation: boolean): Promise<{ readonly file: string; readonly notes: readonly string[] }> {
  const { raster, metadata } = await decodePhoto(fileOf(base64, name));
  const { bytes, notes } = await encodePhoto(raster, metadata, { format, quality, removesLocation });
  return { file: toBase64(bytes), notes };
}

export async function runHostConformance(): Promise<readonly { readonly name: string; readonly status: string; readonly reason: string }[]> {
  const outcomes: ConformanceOutcome[] = await runConformance(createWebFixture);
  return outcomes.map((outcome) => ({ name: outcome.name, status: outcome.status, reason: outcome.status === 'failed' ? String(outcome.error) : '' }));
}

/** Keeps a value, opens the storage again and reads it; `forbidden` stands for a browser without one. */
export async function keepAndRead(isForbidden: boolean): Promise<{ readonly isKept: boolean; readonly value: readonly number[] | undefined }> {
  const open = (): ReturnType<typeof openUserStorage> =>
    isForbidden ? openUserStorage({ open: () => { throw new DOMException('forbidden', 'SecurityError'); } } as unknown as IDBFactory) : openUserStorage();
  const first = await open();
  await first.set('look', Uint8Array.of(1, 2, 3));
  const second = isForbidden ? first : await open();
  const value = await second.get('look');
  return { isKept: first.isKept, value: value === null ? undefined : Array.from(value) };
}
