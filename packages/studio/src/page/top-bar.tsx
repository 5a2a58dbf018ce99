import { Button, EngineButton, EnginePopover, Icon, IconButton, usePanel, useSession, useView } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useStudio, useStudioServices } from './context.js';
import { PhotoFacts } from './photo-facts.js';

/** Name of the photo, the promise, the engine, undo and redo, and the way out. */
export function TopBar(): JSX.Element {
  const { session, view, strings, onExport } = usePanel();
  const { studio, words } = useStudioServices();
  const currentId = useStudio((state) => state.currentId);
  const name = useStudio(({ photos }) => photos.find(({ id }) => id === currentId)?.name);
  const theme = useStudio((state) => state.theme);
  const hasPhoto = useSession(({ photo, stage }) => photo !== undefined && stage === 'ready');
  const canUndo = useSession((state) => state.canUndo);
  const canRedo = useSession((state) => state.canRedo);
  const hasAuto = useSession(({ edit }) => edit.auto !== undefined);
  const hasStatus = useSession(({ engineStatus }) => engineStatus !== undefined);
  const popover = useView((state) => state.popover);
  const otherTheme = theme === 'neutral-dark' ? 'neutral-light' : 'neutral-dark';
  return (
    <header class="st-top">
      <div class="st-brand">
        <Mark />
        <h1>{words.text('title')}</h1>
      </div>
      {name !== undefined && currentId !== undefined && (
        <div class="st-name">
          <b title={name}>{name}</b>
          <PhotoFacts />
          <IconButton class="st-close" icon="close" size={12} label={words.text('remove', { name })} onClick={() => studio.remove(currentId)} />
        </div>
      )}
      <div class="st-top-end">
        <div class="st-promise" title={strings.text('frame.onDevice')}>
          <Icon name="lock" size={14} />
          <span>{strings.text('frame.onDevice')}</span>
        </div>
        {hasStatus && <EngineButton isExpanded={popover === 'engine'} onClick={() => view.patch({ popover: popover === 'engine' ? undefined : 'engine' })} />}
        <IconButton icon="undo" label={strings.text('frame.undo')} shortcut="Ctrl Z" isDisabled={!canUndo} onClick={() => session.undo()} />
        <IconButton icon="redo" label={strings.text('frame.redo')} shortcut="Ctrl Shift Z" isDisabled={!canRedo} onClick={() => session.redo()} />
        <IconButton class="st-wide-only" icon="theme" label={words.text('theme')} onClick={() => studio.setTheme(otherTheme)} />
        <IconButton class="st-wide-only" icon="keyboard" label={words.text('keyboard')} isDisabled={!hasPhoto} onClick={() => view.patch({ sheet: 'keyboard' })} />
        <Button icon="export" kind={hasAuto ? 'primary' : 'plain'} isDisabled={!hasPhoto} onClick={onExport} class="st-export">
          {strings.text('frame.export')}
        </Button>
      </div>
      {popover === 'engine' && <EnginePopover onClose={() => view.patch({ popover: undefined })} />}
    </header>
  );
}

function Mark(): JSX.Element {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="11" cy="11" r="9.25" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M11 4.5a6.5 6.5 0 0 1 0 13Z" fill="var(--accent)" />
      <path d="M11 4.5a6.5 6.5 0 0 0 0 13" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="1.2 2.4" />
    </svg>
  );
}
