import type { JSX } from 'preact';
import { IconButton } from '../components/icon-button.js';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { shownStateOf } from './shown-state.js';

/** What the preview shows, and the four ways to look closer. */
export function PreviewBar(): JSX.Element {
  const { view, strings, platform } = usePanel();
  const { text } = strings;
  const isHeld = useView((state) => state.isHeld);
  const isSplit = useView((state) => state.isSplit);
  const isClipShown = useView((state) => state.isClipShown);
  const shown = useSession((state) => shownStateOf(state, isHeld));
  const photo = useSession((state) => state.photo);
  return (
    <div class="or-preview-bar">
      <span class="or-preview-state" data-state={shown} role="status">
        {text(`frame.${shown}`)}
      </span>
      {photo !== undefined && <span class="or-photo-size">{text('frame.photoSize', { width: photo.width, height: photo.height })}</span>}
      <span class="or-preview-tools">
        <HoldButton />
        <IconButton icon="compare" label={text('frame.split')} shortcut="Y" isPressed={isSplit} onClick={() => view.patch({ isSplit: !isSplit })} />
        <IconButton icon="clip" label={text('frame.clip')} shortcut="J" isPressed={isClipShown} onClick={() => view.patch({ isClipShown: !isClipShown })} />
        {platform.openLarger !== undefined && <IconButton icon="larger" label={text('frame.larger')} onClick={() => platform.openLarger?.()} />}
      </span>
    </div>
  );
}

/** Shows the original while it is held, by pointer or by Space. */
function HoldButton(): JSX.Element {
  const { view, strings } = usePanel();
  const hold = (isHeld: boolean): void => view.patch({ isHeld });
  const isKey = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter';
  return (
    <IconButton
      icon="hold"
      label={strings.text('frame.hold')}
      shortcut="\"
      onPointerDown={() => {
        hold(true);
        window.addEventListener('pointerup', () => hold(false), { once: true });
        window.addEventListener('pointercancel', () => hold(false), { once: true });
      }}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        hold(true);
      }}
      onKeyUp={(event) => {
        if (isKey(event)) hold(false);
      }}
      onBlur={() => hold(false)}
    />
  );
}
