import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../components/icon.js';
import { usePanel } from '../../hooks/context.js';
import { useStore } from '../../hooks/use-store.js';
import { RasterCanvas } from '../../photo/raster-canvas.js';
import type { LookEntry } from '../../session/looks/look-entry.js';
import { lookThumbnailsOf } from '../../session/looks/look-thumbnails.js';

export interface LookTileProps {
  readonly id: string;
  /** Without one it is the photo without a look. */
  readonly look: LookEntry | undefined;
  readonly title: string;
  readonly isChosen: boolean;
  /** The one stop of the Tab key. */
  readonly isStop: boolean;
  readonly isFavourite: boolean;
  readonly onChoose: () => void;
  readonly onFavourite: () => void;
  /** Own looks alone. */
  readonly onRemove?: () => void;
}

/** One look on the user's own photo. */
export function LookTile({ id, look, title, isChosen, isStop, isFavourite, onChoose, onFavourite, onRemove }: LookTileProps): JSX.Element {
  const { strings } = usePanel();
  const ref = useRef<HTMLDivElement>(null);
  const raster = useThumbnail(id, look, ref);
  const favourite = strings.text('looks.favouriteOf', { name: title });
  const remove = strings.text('looks.removeOf', { name: title });
  return (
    <div class={`or-look${isChosen ? ' or-is-chosen' : ''}`} ref={ref}>
      <button type="button" class="or-look-choice" role="radio" aria-checked={isChosen} tabIndex={isStop ? 0 : -1} data-look={id} onClick={onChoose}>
        <span class="or-look-picture">{raster !== undefined && <RasterCanvas raster={raster} />}</span>
        <span class="or-look-name" title={title}>
          {title}
        </span>
      </button>
      {look !== undefined && (
        <button type="button" class="or-look-mark or-look-heart" tabIndex={-1} aria-label={favourite} title={`${favourite} (F)`} aria-pressed={isFavourite} onClick={onFavourite}>
          <Icon name={isFavourite ? 'heart-filled' : 'heart'} size={14} />
        </button>
      )}
      {onRemove !== undefined && (
        <button type="button" class="or-look-mark or-look-remove" tabIndex={-1} aria-label={remove} title={`${remove} (${strings.text('looks.deleteKey')})`} onClick={onRemove}>
          <Icon name="trash" size={14} />
        </button>
      )}
    </div>
  );
}

/** Asks for the picture while the tile is in sight. */
function useThumbnail(id: string, look: LookEntry | undefined, ref: { readonly current: HTMLElement | null }): Parameters<typeof RasterCanvas>[0]['raster'] | undefined {
  const { session } = usePanel();
  const thumbnails = lookThumbnailsOf(session);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    let leave: (() => void) | undefined;
    const observer = new IntersectionObserver(([{ isIntersecting }]) => {
      leave?.();
      leave = isIntersecting ? thumbnails.want(id, look) : undefined;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      leave?.();
    };
  }, [thumbnails, id, look]);
  return useStore(thumbnails.store, ({ pictures }) => pictures.get(id)?.raster);
}
