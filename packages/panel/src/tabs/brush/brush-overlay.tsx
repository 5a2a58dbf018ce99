import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useSession, useView } from '../../hooks/context.js';
import { makeGuide } from '../../session/brush/likeness.js';
import type { SessionPhoto } from '../../session/state.js';
import { MaskCanvas } from './mask-canvas.js';
import { usePainting } from './use-painting.js';
import { useBrushMask } from './use-brush-mask.js';

export interface PhotoOverlayProps {
  readonly photo: SessionPhoto;
  /** Size of the photo as shown, in CSS pixels. The overlay lies exactly on it, whatever the zoom. */
  readonly shownWidth: number;
  readonly shownHeight: number;
}

/** Takes strokes while the brush is in hand, and draws its cursor and mask. The preview and the Studio's canvas lay it over the photo. */
export function BrushOverlay({ photo, shownWidth, shownHeight }: PhotoOverlayProps): JSX.Element {
  const isInHand = useView(({ tool }) => tool === 'brush');
  const isShown = useView(({ isMaskShown, isHeld }) => isMaskShown && !isHeld);
  const [isPainting, setPainting] = useState(false);
  const mask = useBrushMask(photo);
  return (
    <>
      {mask !== undefined && (isShown || isPainting) && <MaskCanvas mask={mask} />}
      {isInHand && <BrushSurface photo={photo} shownSide={Math.max(shownWidth, shownHeight)} onPainting={setPainting} />}
    </>
  );
}

interface BrushSurfaceProps {
  readonly photo: SessionPhoto;
  /** The longer one, in CSS pixels. */
  readonly shownSide: number;
  readonly onPainting: (isPainting: boolean) => void;
}

/** Where the pointer paints. The keyboard paints by the buttons of the tab. */
function BrushSurface({ photo, shownSide, onPainting }: BrushSurfaceProps): JSX.Element {
  const { sizeShare, hardness } = useView(({ brush }) => brush);
  const source = useSession(({ edit }) => edit.brush?.source);
  const guide = useMemo(() => makeGuide(photo.original), [photo.original]);
  const cursor = useRef<HTMLElement>(null);
  const handlers = usePainting(photo, guide, onPainting);
  const place = (event: PointerEvent): void => {
    const { left, top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    cursor.current?.style.setProperty('translate', `calc(${event.clientX - left}px - 50%) calc(${event.clientY - top}px - 50%)`);
    cursor.current?.classList.toggle('or-is-there', event.pointerType !== 'touch');
  };
  return (
    <div
      class="or-brush-surface"
      aria-hidden="true"
      data-source={source}
      {...handlers}
      onPointerEnter={place}
      onPointerMove={(event) => {
        place(event);
        handlers.onPointerMove(event);
      }}
      onPointerLeave={() => cursor.current?.classList.remove('or-is-there')}
    >
      <i ref={cursor} class="or-brush-cursor" style={{ width: `${sizeShare * shownSide}px`, height: `${sizeShare * shownSide}px`, '--or-hardness': `${hardness * 100}%` }}>
        <i />
      </i>
    </div>
  );
}
