import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Size } from '../photo/fit-photo.js';

/** @returns an element's inner size, and again whenever it changes; `undefined` while it has none. */
export function useArea(ref: RefObject<HTMLElement | null>): Size | undefined {
  const [area, setArea] = useState<Size>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setArea({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return area === undefined || area.width === 0 || area.height === 0 ? undefined : area;
}
