import { createBrowserPlatform, type Platform } from '@openretouch/panel';
import { readJpeg } from '@openretouch/core/photo-file';
import { decodeByBrowser } from '../files/decode-canvas.js';
import { decodePhoto } from '../files/decode-photo.js';
import { decodePng } from '../files/decode-png.js';
import { bareJpeg } from '../files/jpeg-segments.js';

/** What the panel asks of the Studio's page: files as the Studio itself opens them. */
export function openPlatform(): Platform {
  return {
    ...createBrowserPlatform(),
    decodePhoto: async (file) => (await decodePhoto(file instanceof File ? file : new File([file], 'photo'))).raster,
    decodePicture: async (bytes, type) => {
      const name = 'picture';
      if (type === 'image/jpeg') {
        readJpeg(bytes, name);
        const { data, width, height, channels } = await decodeByBrowser({ parts: bareJpeg(bytes, false), format: 'jpeg', name, orientation: 1, hasAlpha: false, convertsColor: false });
        return { data, width, height, channels, bitDepth: 8, encoding: 'srgb', alpha: 'none' };
      }
      const { data, width, height, channels } = await decodePng(bytes, name);
      return { data, width, height, channels, bitDepth: data instanceof Uint16Array ? 16 : 8, encoding: 'srgb', alpha: channels === 4 ? 'straight' : 'none' };
    },
  };
}
