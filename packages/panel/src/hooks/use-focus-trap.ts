import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const FOCUSABLE = 'button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** While shown, keeps the focus inside and closes on Escape; afterwards the focus goes back to where it was. */
export function useFocusTrap(ref: RefObject<HTMLElement | null>, onClose: () => void): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const before = document.activeElement;
    const stops = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.tabIndex >= 0);
    (stops().find((stop) => stop.getAttribute('aria-checked') === 'true') ?? stops()[0] ?? element).focus();
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        onClose();
      }
      if (event.key !== 'Tab') return;
      const all = stops();
      const [first, last] = [all[0], all.at(-1)];
      const end = event.shiftKey ? first : last;
      if (document.activeElement !== end) return;
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => {
      element.removeEventListener('keydown', onKeyDown);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}
