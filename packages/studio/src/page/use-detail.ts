import { RECIPE_SCHEMA_ID, type Raster, type Recipe } from '@openretouch/core';
import { type Edit, recipeOfEdit, type Session, type SessionPhoto } from '@openretouch/panel';
import { useEffect, useState } from 'preact/hooks';

/** Nobody looks closely while a slider moves. */
const SETTLE_MILLISECONDS = 350;
/** Longer side of the sharpest picture: 64 MB. */
const MAXIMUM_SIDE = 4096;
const ORIGINAL: Recipe = { schema: RECIPE_SCHEMA_ID, name: 'Original', operations: [] };

interface Detail {
  readonly photo: SessionPhoto;
  readonly edit: Edit;
  readonly after: Raster;
  readonly before: Raster | undefined;
}

export interface DetailRequest {
  readonly session: Session;
  readonly photo: SessionPhoto | undefined;
  readonly edit: Edit;
  /** Longer side in the screen's own pixels, as shown. */
  readonly shownSide: number;
  /** Whether the original is seen as well. */
  readonly needsBefore: boolean;
}

/** @returns sharper pictures than the preview's where the photo is shown larger, as soon as the edit rests; `undefined` before. */
export function useDetail({ session, photo, edit, shownSide, needsBefore }: DetailRequest): Detail | undefined {
  const [detail, setDetail] = useState<Detail>();
  const previewSide = photo === undefined ? 0 : Math.max(photo.original.width, photo.original.height);
  const photoSide = photo === undefined ? 0 : Math.max(photo.width, photo.height);
  // In steps, so that turning the wheel does not ask anew each time.
  const wanted = Math.min(MAXIMUM_SIDE, photoSide, 2 ** Math.ceil(Math.log2(Math.max(1, shownSide))));
  const isNeeded = photo !== undefined && shownSide > previewSide * 1.05 && wanted > previewSide;
  useEffect(() => {
    if (!isNeeded || photo === undefined) {
      setDetail(undefined);
      return undefined;
    }
    const asking = new AbortController();
    const timer = setTimeout(() => {
      const ask = async (recipe: Recipe, lane: string): Promise<Raster> => (await session.engine.preview({ photo: photo.handle, recipe, maximumSide: wanted, lane }, { signal: asking.signal })).raster;
      void (async () => {
        const after = await ask(recipeOfEdit(edit), 'detail');
        const before = needsBefore ? await ask(ORIGINAL, 'detail-original') : undefined;
        if (!asking.signal.aborted) setDetail({ photo, edit, after, before });
      })().catch(() => undefined);
    }, SETTLE_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [session, photo, edit, wanted, isNeeded, needsBefore]);
  return detail !== undefined && detail.photo === photo && detail.edit === edit ? detail : undefined;
}
