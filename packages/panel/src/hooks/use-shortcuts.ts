import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { handleRelease, handleShortcut } from '../frame/shortcuts.js';
import { type PanelServices, usePanel } from './context.js';

/** Listens for keys in the page that the panel stands in. A key that something smaller has used is left alone. */
export function useShortcuts(root: RefObject<HTMLElement | null>): PanelServices {
  const services = usePanel();
  useEffect(() => {
    const page = root.current?.ownerDocument;
    if (page === undefined) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && handleShortcut(event, services)) event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent): void => handleRelease(event, services.view);
    page.addEventListener('keydown', onKeyDown);
    page.addEventListener('keyup', onKeyUp);
    return () => {
      page.removeEventListener('keydown', onKeyDown);
      page.removeEventListener('keyup', onKeyUp);
    };
  }, [services]);
  return services;
}
