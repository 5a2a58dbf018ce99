import { Icon, IconButton } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useStudio, useStudioServices } from './context.js';

/** What could not be opened or was done otherwise than asked, until it is put away. */
export function Notices(): JSX.Element | null {
  const { studio, words } = useStudioServices();
  const notices = useStudio((state) => state.notices);
  return (
    <div class="st-notices" role="log" aria-live="polite">
      {notices.slice(-4).map(({ id, kind, title, text }) => (
        <div class={`st-notice st-is-${kind}`} key={id}>
          <Icon name={kind === 'error' ? 'warning' : 'info'} />
          <p>
            <b>{title}</b>
            {text !== '' && <span>{text}</span>}
          </p>
          <IconButton icon="close" size={14} label={words.text('dismiss')} onClick={() => studio.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
