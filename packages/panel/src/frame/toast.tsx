import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePanel, useSession } from '../hooks/context.js';
import type { SessionMessage } from '../session/state.js';
import type { StringKey } from '../strings/strings.js';

const SHOWN_MS = 2500;
const WORDS: Readonly<Record<SessionMessage, StringKey>> = {
  cancelled: 'status.cancelled',
  copied: 'status.copied',
  saved: 'status.saved',
  reverted: 'status.reverted',
  pasted: 'status.pasted',
  'nothing-to-paste': 'status.nothingToPaste',
  'no-grey-there': 'status.noGreyThere',
};

/** Says something short, and goes. */
export function Toast(): JSX.Element {
  const { strings } = usePanel();
  const message = useSession((state) => state.message);
  const [shownSerial, setShownSerial] = useState(0);
  useEffect(() => {
    if (message === undefined) return undefined;
    setShownSerial(message.serial);
    const timer = setTimeout(() => setShownSerial(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message]);
  const isShown = message !== undefined && shownSerial === message.serial;
  return (
    <div class={`or-toast${isShown ? ' or-is-shown' : ''}`} role="status" aria-live="polite">
      {isShown && strings.text(WORDS[message.what])}
    </div>
  );
}
