import type { JSX } from 'preact';
import { Button } from '../components/button.js';
import { Icon } from '../components/icon.js';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { limitsOf } from './host-limits.js';

/** What somebody has to know before they begin: that the graphics card is gone, and what the host cannot do. */
export function Notes(): JSX.Element {
  return (
    <>
      <FallBackNote />
      <LimitsNote />
    </>
  );
}

function FallBackNote(): JSX.Element | null {
  const { session, strings } = usePanel();
  const hasFallenBack = useSession((state) => state.hasFallenBack);
  if (!hasFallenBack) return null;
  return (
    <div class="or-note or-note-warning" role="status">
      <Icon name="warning" />
      <p>{strings.text('states.fallbackText')}</p>
      <span class="or-note-actions">
        <Button kind="link" onClick={() => void session.readAgain()}>
          {strings.text('states.tryAgain')}
        </Button>
        <Button kind="link" onClick={() => session.dismissFallBack()}>
          {strings.text('states.dismiss')}
        </Button>
      </span>
    </div>
  );
}

function LimitsNote(): JSX.Element | null {
  const { view, strings, hostName } = usePanel();
  const { text } = strings;
  const capabilities = useSession((state) => state.capabilities);
  const isKnown = useView((state) => state.areLimitsKnown);
  const limits = capabilities === undefined || isKnown ? [] : limitsOf(capabilities);
  if (limits.length === 0) return null;
  return (
    <div class="or-note" role="status">
      <Icon name="info" />
      <p>
        <b>{text('states.limitsTitle', { host: hostName })}</b>
      </p>
      <ul>
        {limits.map(({ key, values }) => (
          <li key={key}>{text(key, values)}</li>
        ))}
      </ul>
      <span class="or-note-actions">
        <Button kind="link" onClick={() => view.patch({ areLimitsKnown: true })}>
          {text('states.dismiss')}
        </Button>
      </span>
    </div>
  );
}
