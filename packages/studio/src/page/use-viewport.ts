import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fitViewport, type Insets, keepInside, panBy, type Point, type Size, type Viewport, zoomAt } from '../viewport/viewport.js';

/** A turn of the wheel by one line of a mouse is about 100; this makes 1.2 of it. */
const WHEEL_BASE = 1.0018;

export interface ViewportControl {
  readonly viewport: Viewport;
  readonly isFitted: boolean;
  /** About a place of the area; by default its middle. */
  zoom(factor: number, at?: Point): void;
  zoomTo(scale: number): void;
  pan(by: Point): void;
  fit(): void;
}

/** Where the photo lies in the area: fitted until somebody zooms, and fitted anew with every photo. */
export function useViewport(photo: Size & { readonly key: string }, area: Size, insets: Insets): ViewportControl {
  const fitted = fitViewport(photo, area, insets);
  const [moved, setMoved] = useState<{ readonly key: string; readonly viewport: Viewport }>();
  const own = moved?.key === photo.key ? moved.viewport : undefined;
  const viewport = own === undefined ? fitted : keepInside(own, photo, area);
  const latest = useRef({ viewport, fitted, photo, area });
  latest.current = { viewport, fitted, photo, area };
  const set = (next: Viewport): void => {
    latest.current = { ...latest.current, viewport: next };
    setMoved(next === latest.current.fitted ? undefined : { key: photo.key, viewport: next });
  };
  const middle = (): Point => ({ x: latest.current.area.width / 2, y: latest.current.area.height / 2 });
  const zoom = (factor: number, at: Point = middle()): void => {
    const now = latest.current;
    set(zoomAt(now.viewport, factor, at, now.fitted, now.photo, now.area));
  };
  return {
    viewport,
    isFitted: own === undefined,
    zoom,
    zoomTo: (scale) => zoom(scale / latest.current.viewport.scale),
    pan: (by) => {
      const now = latest.current;
      if (now.viewport !== now.fitted) set(panBy(now.viewport, by, now.photo, now.area));
    },
    fit: () => setMoved(undefined),
  };
}

/** Wheel and pinch zoom about the pointer; a drag pans where nothing else takes it. */
export function useGestures(ref: RefObject<HTMLElement | null>, control: ViewportControl, canPan: boolean): void {
  const latest = useRef({ control, canPan });
  latest.current = { control, canPan };
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const pointers = new Map<number, Point>();
    const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1;
      latest.current.control.zoom(WHEEL_BASE ** (-event.deltaY * lines), placeOf(event));
    };
    const onDown = (event: PointerEvent): void => {
      const isTouch = event.pointerType === 'touch';
      if (!isTouch && (event.button > 1 || !(latest.current.canPan || event.button === 1))) return;
      pointers.set(event.pointerId, placeOf(event));
      if (!isTouch || latest.current.canPan) element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent): void => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = placeOf(event);
      const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      pointers.set(event.pointerId, now);
      const { control: { pan, zoom }, canPan: canPanNow } = latest.current;
      if (others.length === 0) {
        if (canPanNow || event.buttons === 4) pan({ x: now.x - before.x, y: now.y - before.y });
        return;
      }
      const [other] = others;
      const distance = (at: Point): number => Math.max(1, Math.hypot(at.x - other.x, at.y - other.y));
      zoom(distance(now) / distance(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      pan({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
    };
    const onEnd = (event: PointerEvent): void => void pointers.delete(event.pointerId);
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onEnd);
    element.addEventListener('pointercancel', onEnd);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onEnd);
      element.removeEventListener('pointercancel', onEnd);
    };
  }, [ref]);
}

/** Keys of the canvas: 0 fits, 1 shows the photo's own pixels, plus and minus zoom; Space held pans. Letters stay the panel's. */
export function useZoomKeys(control: ViewportControl, onSpace: (isDown: boolean) => void, isActive: boolean): void {
  const latest = useRef({ control, onSpace });
  latest.current = { control, onSpace };
  useEffect(() => {
    if (!isActive) return undefined;
    const isTaken = ({ target }: KeyboardEvent): boolean => target instanceof HTMLElement && target.matches('input, textarea, select, button, [role="slider"], [role="option"], [role="radio"], [contenteditable]');
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches('input:not([type="checkbox"]), textarea, select')) return;
      const { zoom, zoomTo, fit } = latest.current.control;
      if (event.key === '0') fit();
      else if (event.key === '1') zoomTo(1 / window.devicePixelRatio);
      else if (event.key === '+' || event.key === '=') zoom(1.5);
      else if (event.key === '-') zoom(1 / 1.5);
      else if (event.key === ' ' && !isTaken(event)) latest.current.onSpace(true);
      else return;
      event.preventDefault();
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === ' ') latest.current.onSpace(false);
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('keyup', onKeyUp);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('keyup', onKeyUp);
    };
  }, [isActive]);
}
