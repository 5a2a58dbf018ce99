import { usePanel } from '../../hooks/context.js';
import { useStore } from '../../hooks/use-store.js';
import { styleShelfOf, type OfferedPhoto, type StyleShelf, type StyleShelfState } from '../../session/style/style-shelf.js';

/** Of at least this many pixels on the longer side styles are seen as in the whole photo. */
const DECODED_SIDE = 1024;

export function useShelf(): { readonly shelf: StyleShelf; readonly state: StyleShelfState } {
  const shelf = styleShelfOf(usePanel().session);
  return { shelf, state: useStore(shelf.store, (state) => state) };
}

/** @returns files as photos to learn from; `undefined` where the page cannot open photos. */
export function useOffer(): ((files: readonly File[]) => OfferedPhoto[]) | undefined {
  const { decodePhoto } = usePanel().platform;
  return decodePhoto && ((files) => files.map((file) => ({ name: file.name, open: () => decodePhoto(file, DECODED_SIDE) })));
}

export const PHOTO_FILES = 'image/jpeg,image/png,image/webp,image/avif';
