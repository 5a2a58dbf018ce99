import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { useArea } from '../hooks/use-area.js';
import { BrushOverlay } from '../tabs/brush/brush-overlay.js';
import { fitPhoto } from './fit-photo.js';
import { GreyPicker } from './grey-picker.js';
import { RasterCanvas } from './raster-canvas.js';
import { SplitHandle } from './split-handle.js';

/** The photo with what is done to it: whole, split, held, with clip warnings, under the brush or the picker. */
export function PhotoView(): JSX.Element | null {
  const { view, strings } = usePanel();
  const ref = useRef<HTMLDivElement>(null);
  const area = useArea(ref);
  const photo = useSession((state) => state.photo);
  const preview = useSession((state) => state.preview);
  const { isHeld, isSplit, splitPosition, isClipShown, tool } = useView((state) => state);
  const after = preview?.raster ?? photo?.original;
  const size = photo === undefined || area === undefined ? undefined : fitPhoto(photo, area);

  const hold = (event: PointerEvent): void => {
    if (tool !== 'move' || event.button !== 0) return;
    const release = (): void => {
      view.patch({ isHeld: false });
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    view.patch({ isHeld: true });
  };

  return (
    <div class={`or-view${tool === 'picker' ? ' or-is-picking' : ''}`} ref={ref} onPointerDown={hold}>
      {photo !== undefined && size !== undefined && after !== undefined && (
        <div class={`or-stage${isSplit && !isHeld ? ' or-is-split' : ''}`} style={{ width: `${size.width}px`, height: `${size.height}px`, '--or-split': `${splitPosition * 100}%` }}>
          <RasterCanvas raster={photo.original} />
          {!isHeld && <RasterCanvas raster={after} class="or-after" label={strings.text('frame.photo', { name: photo.target.name })} />}
          {isClipShown && !isHeld && <RasterCanvas raster={after} shows="clipping" class="or-after" />}
          {isSplit && !isHeld && <SplitHandle />}
          {tool === 'picker' && <GreyPicker raster={after} shown={size} />}
          <BrushOverlay photo={photo} shownWidth={size.width} shownHeight={size.height} />
        </div>
      )}
    </div>
  );
}
