import { useEffect, useRef } from 'preact/hooks';
import { usePanel } from '../../hooks/context.js';
import { maskToPaintOn, setPaintedMask } from '../../session/brush/brush-edit.js';
import type { Guide } from '../../session/brush/likeness.js';
import { Painter } from '../../session/brush/painter.js';
import type { SessionPhoto } from '../../session/state.js';

interface PaintingHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
}

interface Painting {
  readonly painter: Painter;
  readonly pointerId: number;
  frame: number | undefined;
}

/**
 * Paints with the pointer. A stroke is one step of undo; what it does is seen while it is drawn, as often as the page is drawn and the
 * engine answers. Escape takes the stroke back.
 */
export function usePainting(photo: SessionPhoto, guide: Guide, onPainting: (isPainting: boolean) => void): PaintingHandlers {
  const { session, view } = usePanel();
  const painting = useRef<Painting | undefined>(undefined);
  const { width, height } = photo.original;

  const show = (): void => {
    const now = painting.current;
    if (now === undefined) return;
    now.frame = undefined;
    setPaintedMask(session, view.get().brush, now.painter.mask());
  };
  const follow = (event: PointerEvent, { painter }: Painting): void => {
    const { left, top, width: shownWidth, height: shownHeight } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { usesPressure } = view.get().brush;
    // Where the page knows of places between two frames, the stroke goes through them; pages that are not of a secure origin do not.
    const between = event.type === 'pointermove' ? ((event as Partial<PointerEvent>).getCoalescedEvents?.() ?? []) : [];
    for (const { clientX, clientY, pressure, pointerType } of between.length > 0 ? between : [event]) {
      painter.moveTo({ x: ((clientX - left) / shownWidth) * width, y: ((clientY - top) / shownHeight) * height, pressure: usesPressure && pointerType === 'pen' ? pressure : 1 });
    }
  };
  const stop = (isKept: boolean): void => {
    const now = painting.current;
    if (now === undefined) return;
    if (now.frame !== undefined) cancelAnimationFrame(now.frame);
    if (isKept) show();
    painting.current = undefined;
    if (isKept) session.endGesture();
    else session.cancelGesture();
    onPainting(false);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || painting.current === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    stop(false);
  };
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('keydown', onKeyDown, true);
      stop(false);
    };
  }, [photo, guide]);

  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || painting.current !== undefined) return;
      const { mode, sizeShare, hardness, flow, followsEdges } = view.get().brush;
      const tip = { diameter: Math.max(sizeShare * Math.max(width, height), 1), hardness, flow };
      event.preventDefault();
      event.stopPropagation();
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      const mask = maskToPaintOn(session.state.edit.brush?.mask, { width, height });
      painting.current = { painter: new Painter({ mask, mode, tip, ...(followsEdges ? { guide } : {}) }), pointerId: event.pointerId, frame: undefined };
      session.beginGesture();
      follow(event, painting.current);
      show();
      onPainting(true);
    },
    onPointerMove: (event) => {
      const now = painting.current;
      if (now?.pointerId !== event.pointerId) return;
      follow(event, now);
      now.frame ??= requestAnimationFrame(show);
    },
    onPointerUp: (event) => {
      if (painting.current?.pointerId === event.pointerId) stop(true);
    },
    onPointerCancel: (event) => {
      if (painting.current?.pointerId === event.pointerId) stop(false);
    },
  };
}
