import { BrushOverlay, GreyPicker, RasterCanvas, type SessionPhoto, SplitHandle, usePanel, useSession, useView, useArea } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Insets, Size } from '../viewport/viewport.js';
import { useStudioServices } from './context.js';
import { ToolBar } from './tool-bar.js';
import { useDetail } from './use-detail.js';
import { useGestures, useViewport, useZoomKeys } from './use-viewport.js';

/** Below this width the tools stand in a lane of their own below the photo. */
const NARROW = 560;
const ROOM: Insets = { top: 20, right: 20, bottom: 72, left: 20 };
const NARROW_ROOM: Insets = { top: 0, right: 0, bottom: 48, left: 0 };

/** The photo as large as there is room, to be zoomed, compared and painted on. */
export function PhotoCanvas({ isInert }: { readonly isInert: boolean }): JSX.Element {
  const { words } = useStudioServices();
  const ref = useRef<HTMLElement>(null);
  const area = useArea(ref);
  const photo = useSession((state) => state.photo);
  const isReading = useSession(({ stage }) => stage === 'reading');
  return (
    <main class="st-canvas" ref={ref} aria-label={words.text('canvas')} inert={isInert}>
      {photo !== undefined && area !== undefined && <Stage photo={photo} area={area} isInert={isInert} />}
      {isReading && (
        <p class="st-reading" role="status">
          <i class="st-spinner" />
          {words.text('reading')}
        </p>
      )}
    </main>
  );
}

function Stage({ photo, area, isInert }: { readonly photo: SessionPhoto; readonly area: Size; readonly isInert: boolean }): JSX.Element {
  const { session, view, strings } = usePanel();
  const ref = useRef<HTMLDivElement>(null);
  const [isSpaceDown, setSpaceDown] = useState(false);
  const preview = useSession((state) => state.preview);
  const edit = useSession((state) => state.edit);
  const { isHeld, isSplit, splitPosition, isClipShown, tool } = useView((state) => state);
  const key = `${photo.target.documentId} ${photo.target.revision}`;
  const control = useViewport({ width: photo.width, height: photo.height, key }, area, area.width < NARROW ? NARROW_ROOM : ROOM);
  const { viewport } = control;
  useGestures(ref, control, tool === 'move' || isSpaceDown);
  useZoomKeys(control, setSpaceDown, !isInert);
  const width = photo.width * viewport.scale;
  const height = photo.height * viewport.scale;
  const detail = useDetail({ session, photo, edit, shownSide: Math.max(width, height) * window.devicePixelRatio, needsBefore: isSplit || isHeld });
  const after = detail?.after ?? preview?.raster ?? photo.original;
  const before = detail?.before ?? photo.original;
  const isCompared = isSplit && !isHeld;
  const place = { width: `${width}px`, height: `${height}px`, left: `${viewport.x}px`, top: `${viewport.y}px`, '--or-split': `${splitPosition * 100}%`, '--st-scale': viewport.scale };
  return (
    <>
      <div class={`st-view${isSpaceDown || tool === 'move' ? ' st-is-movable' : ''}${control.isFitted ? '' : ' st-is-zoomed'}`} ref={ref}>
        <div class={`or-stage st-stage${isCompared ? ' or-is-split' : ''}`} style={place}>
          {(isCompared || isHeld) && <RasterCanvas raster={before} {...(isHeld ? { label: strings.text('frame.original') } : {})} />}
          {!isHeld && <RasterCanvas raster={after} class="or-after" label={strings.text('frame.photo', { name: photo.target.name })} />}
          {isClipShown && !isHeld && <RasterCanvas raster={after} shows="clipping" class="or-after" />}
          {isCompared && <SplitHandle />}
          {tool === 'picker' && <GreyPicker raster={after} shown={{ width, height }} />}
          {!isSpaceDown && <BrushOverlay photo={photo} shownWidth={width} shownHeight={height} />}
        </div>
      </div>
      {isHeld && <span class="st-held">{strings.text('frame.original')}</span>}
      <ToolBar zoom={viewport.scale * window.devicePixelRatio} onZoom={(factor) => control.zoom(factor)} onFit={() => control.fit()} />
      <span class="or-hidden-text" role="status">{view.get().isHeld ? strings.text('frame.original') : ''}</span>
    </>
  );
}
