import { Button } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStudio, useStudioServices } from './context.js';
import { drawSamplePhoto } from './sample-photo.js';

/** What stands in place of the photo while there is none, and over it while files are dragged in. */
export function DropZone({ onOpen }: { readonly onOpen: () => void }): JSX.Element | null {
  const { studio, words } = useStudioServices();
  const isEmpty = useStudio(({ photos }) => photos.length === 0);
  const isOver = useStudio((state) => state.isDraggedOver);
  if (!isEmpty && !isOver) return null;
  const trySample = (): void => void drawSamplePhoto().then((file) => studio.addFiles([file]));
  return (
    <div class={`st-drop${isOver ? ' st-is-over' : ''}`}>
      <Picture />
      <h2>{words.text(isOver ? 'dropOver' : 'dropTitle')}</h2>
      <p>{words.text('dropText')}</p>
      {isEmpty && !isOver && (
        <div class="st-drop-buttons">
          <Button kind="primary" icon="photo" onClick={onOpen}>
            {words.text('open')}
          </Button>
          <Button onClick={trySample}>{words.text('sample')}</Button>
        </div>
      )}
    </div>
  );
}

function Picture(): JSX.Element {
  return (
    <svg class="st-drop-picture" width="120" height="84" viewBox="0 0 120 84" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" aria-hidden="true">
      <rect x="8" y="18" width="66" height="48" rx="4" transform="rotate(-7 41 42)" opacity=".5" />
      <rect x="40" y="14" width="70" height="52" rx="4" fill="var(--bg-sunken)" />
      <path d="m42 58 18-20 13 13 10-9 25 21" />
      <circle cx="93" cy="29" r="5.5" fill="var(--accent)" stroke="none" />
    </svg>
  );
}

/** Takes files that are dropped anywhere on the page or pasted into it; nothing that is dropped leads away from it. */
export function useDroppedFiles(): void {
  const { studio } = useStudioServices();
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    let depth = 0;
    const show = (): void => studio.store.patch({ isDraggedOver: depth > 0 });
    const onEnter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth += 1;
      show();
    };
    const onLeave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      show();
    };
    const onOver = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      show();
      void studio.addFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void studio.addFiles(files);
    };
    document.addEventListener('dragenter', onEnter);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('dragover', onOver);
    document.addEventListener('drop', onDrop);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('dragenter', onEnter);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('drop', onDrop);
      document.removeEventListener('paste', onPaste);
    };
  }, [studio]);
}
