import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useStrings } from '../hooks/context.js';
import { useFocusTrap } from '../hooks/use-focus-trap.js';
import { IconButton } from './icon-button.js';

export interface SheetProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What ends it well; stays in sight while the rest scrolls. */
  readonly foot?: ComponentChildren;
  readonly onClose: () => void;
}

/** Covers the panel until it is closed. */
export function Sheet({ title, children, foot, onClose }: SheetProps): JSX.Element {
  const { text } = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  useFocusTrap(ref, onClose);
  return (
    <div class="or-sheet" role="dialog" aria-modal="true" aria-label={title} ref={ref}>
      <header class="or-sheet-head">
        <h2>{title}</h2>
        <IconButton icon="close" label={text('frame.close')} onClick={onClose} />
      </header>
      <div class="or-sheet-body">{children}</div>
      {foot !== undefined && <footer class="or-sheet-foot">{foot}</footer>}
    </div>
  );
}
