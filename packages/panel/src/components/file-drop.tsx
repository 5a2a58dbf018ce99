import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from './icon.js';
import type { IconName } from './icons.js';

export interface FileDropProps {
  readonly icon: IconName;
  readonly title: string;
  readonly hint: ComponentChildren;
  /** As `accept` of a file field has it. */
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly isSlim?: boolean;
  readonly isDisabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A place to drop files on; a click, or Enter, opens the system's own choice of files. */
export function FileDrop({ icon, title, hint, accept, isMultiple = false, isSlim = false, isDisabled = false, onFiles }: FileDropProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const list = [...(files ?? [])];
    if (list.length > 0) onFiles(isMultiple ? list : list.slice(0, 1));
  };
  return (
    <>
      <button
        type="button"
        class={`or-drop${isSlim ? ' or-is-slim' : ''}${isOver ? ' or-is-over' : ''}`}
        disabled={isDisabled}
        onClick={() => field.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <Icon name={icon} size={isSlim ? 16 : 20} />
        <span>
          <b>{title}</b>
          <small>{hint}</small>
        </span>
      </button>
      <input
        ref={field}
        type="file"
        hidden
        accept={accept}
        multiple={isMultiple}
        onChange={(event) => {
          const { files } = event.currentTarget;
          take(files);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
