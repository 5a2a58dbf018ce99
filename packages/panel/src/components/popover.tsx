import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useFocusTrap } from '../hooks/use-focus-trap.js';

export interface PopoverProps {
  readonly label: string;
  readonly role?: 'dialog' | 'menu';
  readonly class?: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}

/** Floats over the panel; a click elsewhere closes it. */
export function Popover({ label, role = 'dialog', class: extra = '', children, onClose }: PopoverProps): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  useFocusTrap(ref, onClose);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent): void => {
      if (!event.composedPath().includes(ref.current as EventTarget)) onClose();
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    return () => document.removeEventListener('pointerdown', onPointerDown, true);
  }, [onClose]);
  return (
    <div class={`or-popover ${extra}`} role={role} aria-label={label} tabIndex={-1} ref={ref}>
      {children}
    </div>
  );
}
