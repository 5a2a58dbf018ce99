import { createRequire } from 'node:module';
import type Sharp from 'sharp';

/** sharp in its CommonJS form, the one place where it is loaded: its twenty ES modules take Node twice as long, a twentieth of a second. */
export const sharp = createRequire(import.meta.url)('sharp') as typeof Sharp;
