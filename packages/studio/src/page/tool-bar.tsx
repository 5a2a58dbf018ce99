import { chooseTab, IconButton, usePanel, useSession, useView } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useStudioServices } from './context.js';

export interface ToolBarProps {
  /** CSS pixels a photo pixel, in parts of the screen's own pixels: 1 is 100 %. */
  readonly zoom: number;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Tools for the canvas: what the pointer does, what is compared, how near. */
export function ToolBar({ zoom, onZoom, onFit }: ToolBarProps): JSX.Element {
  const { view, strings } = usePanel();
  const { words } = useStudioServices();
  const { tool, isSplit, isClipShown, isHeld } = useView((state) => state);
  const isReady = useSession(({ stage }) => stage === 'ready');
  const hold = (isDown: boolean): void => view.patch({ isHeld: isDown });
  const holdKeys = (isDown: boolean) => (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    hold(isDown);
  };
  return (
    <div class="st-tools" role="toolbar" aria-label={words.text('tools')}>
      <span class="st-wide-only">
        <IconButton icon="move" label={words.text('move')} shortcut="V" isPressed={tool === 'move'} onClick={() => view.patch({ tool: 'move' })} />
        <IconButton icon="brush" label={words.text('brush')} shortcut="B" isPressed={tool === 'brush'} isDisabled={!isReady} onClick={() => chooseTab(view, 'brush')} />
        <IconButton icon="picker" label={words.text('picker')} shortcut="W" isPressed={tool === 'picker'} isDisabled={!isReady} onClick={() => view.patch({ tool: tool === 'picker' ? 'move' : 'picker' })} />
        <hr />
      </span>
      <IconButton
        icon="hold"
        label={strings.text('frame.hold')}
        shortcut="\"
        isPressed={isHeld}
        onPointerDown={(event) => {
          (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
          (event.currentTarget as HTMLElement).addEventListener('lostpointercapture', () => hold(false), { once: true });
          hold(true);
        }}
        onKeyDown={holdKeys(true)}
        onKeyUp={holdKeys(false)}
        onBlur={() => hold(false)}
      />
      <IconButton icon="compare" label={strings.text('frame.split')} shortcut="Y" isPressed={isSplit} onClick={() => view.patch({ isSplit: !isSplit })} />
      <IconButton icon="clip" label={strings.text('frame.clip')} shortcut="J" isPressed={isClipShown} onClick={() => view.patch({ isClipShown: !isClipShown })} />
      <span class="st-wide-only">
        <hr />
        <IconButton icon="minus" label={words.text('zoomOut')} shortcut="−" onClick={() => onZoom(1 / 1.5)} />
        <output aria-label={words.text('zoom')}>{strings.percent(zoom)}</output>
        <IconButton icon="plus" label={words.text('zoomIn')} shortcut="+" onClick={() => onZoom(1.5)} />
      </span>
      <IconButton icon="fit" label={words.text('fit')} shortcut="0" onClick={onFit} />
    </div>
  );
}
