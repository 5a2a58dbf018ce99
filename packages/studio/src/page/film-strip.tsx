import { Icon, IconButton } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStudio, useStudioServices } from './context.js';
import type { ListedPhoto } from './state.js';

/** All photos in a row: one stop of the Tab key, arrows inside; Shift and Ctrl select more for exporting. */
export function FilmStrip({ onAdd }: { readonly onAdd: () => void }): JSX.Element {
  const { studio, words } = useStudioServices();
  const photos = useStudio((state) => state.photos);
  const currentId = useStudio((state) => state.currentId);
  const selectedIds = useStudio((state) => state.selectedIds);
  const list = useRef<HTMLDivElement>(null);

  const focusCurrent = (): void => {
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = photos.findIndex(({ id }) => id === currentId);
    const target = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: photos.length - 1 }[event.key];
    if (event.key === 'Delete' && currentId !== undefined) studio.remove(currentId);
    else if (target === undefined) return;
    else if (target >= 0 && target < photos.length) {
      if (event.shiftKey) studio.selectTo(photos[target].id);
      else studio.choose(photos[target].id);
    }
    event.preventDefault();
    focusCurrent();
  };
  return (
    <nav class="st-film" aria-label={words.text('photos')}>
      <div class="st-film-scroll">
        <div class="st-film-list" role="listbox" aria-orientation="horizontal" aria-multiselectable="true" aria-label={words.text('photos')} ref={list} onKeyDown={onKeyDown}>
          {photos.map((photo) => (
            <Frame key={photo.id} photo={photo} isCurrent={photo.id === currentId} isSelected={selectedIds.includes(photo.id)} />
          ))}
        </div>
        <IconButton class="st-add" icon="plus" label={words.text('add')} onClick={onAdd} />
      </div>
    </nav>
  );
}

interface FrameProps {
  readonly photo: ListedPhoto;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
}

function Frame({ photo, isCurrent, isSelected }: FrameProps): JSX.Element {
  const { studio, words } = useStudioServices();
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isCurrent) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isCurrent]);
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey) studio.selectTo(photo.id);
    else if (event.ctrlKey || event.metaKey) studio.toggleSelected(photo.id);
    else studio.choose(photo.id);
  };
  const state = photo.isBroken ? `, ${words.text('notOpened')}` : photo.isRetouched ? `, ${words.text('retouched')}` : '';
  return (
    <div class={`st-frame${isCurrent ? ' st-is-current' : ''}`} ref={ref} role="option" aria-selected={isSelected} aria-current={isCurrent || undefined} aria-label={`${photo.name}${state}`} title={photo.name} tabIndex={isCurrent ? 0 : -1} onClick={onClick}>
      <Thumbnail bitmap={photo.thumbnail} />
      {photo.isRetouched && (
        <span class="st-badge" title={words.text('retouched')}>
          <Icon name="check" size={12} />
        </span>
      )}
      {photo.isBroken && (
        <span class="st-badge st-is-broken" title={words.text('notOpened')}>
          <Icon name="warning" size={12} />
        </span>
      )}
    </div>
  );
}

function Thumbnail({ bitmap }: { readonly bitmap: ImageBitmap | undefined }): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas === null || bitmap === undefined || bitmap.width === 0) return;
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  }, [bitmap]);
  return <canvas ref={ref} aria-hidden="true" />;
}
