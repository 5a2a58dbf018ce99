import type { JSX } from 'preact';
import { Button } from '../components/button.js';
import { IconButton } from '../components/icon-button.js';
import { usePanel, useSession } from '../hooks/context.js';
import { resultStateOf } from './shown-state.js';

/** Undo, redo, export, and the one step into the document. */
export function Footer(): JSX.Element {
  const { session, strings, onExport } = usePanel();
  const { text } = strings;
  const isApplying = useSession(({ work }) => work?.kind === 'applying');
  const isBusy = useSession(({ work }) => work !== undefined && work.kind !== 'auto');
  const canUndo = useSession((state) => state.canUndo);
  const canRedo = useSession((state) => state.canRedo);
  const hasPhoto = useSession(({ photo }) => photo !== undefined);
  const result = useSession(resultStateOf);
  return (
    <footer class={`or-footer${result === 'untouched' && !isApplying ? ' or-is-alone' : ''}`}>
      <IconButton icon="undo" label={text('frame.undo')} shortcut="Ctrl Z" isDisabled={!canUndo || isBusy} onClick={() => session.undo()} />
      <IconButton icon="redo" label={text('frame.redo')} shortcut="Ctrl Shift Z" isDisabled={!canRedo || isBusy} onClick={() => session.redo()} />
      <span class="or-footer-space" />
      <Button kind="quiet" icon="export" class="or-narrow-icon" title={`${text('frame.export')} (Ctrl E)`} isDisabled={!hasPhoto || isBusy} onClick={onExport}>
        {text('frame.export')}
      </Button>
      {isApplying ? (
        <Button icon="close" class="or-main" onClick={() => session.cancel()}>
          {text('frame.cancel')}
        </Button>
      ) : (
        <ApplyButton isBusy={isBusy} />
      )}
    </footer>
  );
}

function ApplyButton({ isBusy }: { readonly isBusy: boolean }): JSX.Element {
  const { session, strings } = usePanel();
  const result = useSession(resultStateOf);
  const isAutoFirst = useSession(({ edit, problem }) => (edit.auto === undefined && result === 'untouched') || problem?.kind === 'stale-target');
  const label = result === 'applied' ? 'frame.upToDate' : result === 'changed' ? 'frame.update' : 'frame.apply';
  const isOff = isBusy || result === 'applied' || isAutoFirst;
  return (
    <Button kind="primary" class="or-main" isDisabled={isOff} onClick={() => void session.apply()}>
      {strings.text(label)}
    </Button>
  );
}
