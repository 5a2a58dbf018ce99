import type { JSX } from 'preact';
import { Button } from '../../components/button.js';
import { Icon } from '../../components/icon.js';
import { useStrings } from '../../hooks/context.js';
import type { StyleFailure } from '../../session/style/style-shelf.js';
import type { StringKey } from '../../strings/strings.js';
import { useShelf } from './use-shelf.js';

const WORDS: Readonly<Record<StyleFailure, StringKey>> = {
  'unreadable-photos': 'style.unreadable',
  'not-a-style': 'style.notAStyle',
  'no-models': 'style.noModels',
  unlearned: 'style.unlearned',
};

/** What is being learned, with a way out, and what could not be. */
export function StyleWork(): JSX.Element | null {
  const { text } = useStrings();
  const { shelf, state } = useShelf();
  const { work, failure } = state;
  if (work !== undefined) {
    const said = text('style.looking', { done: work.done + 1, all: work.all });
    return (
      <div class="or-row">
        <div class="or-style-progress" role="progressbar" aria-label={said} aria-valuemin={0} aria-valuemax={work.all} aria-valuenow={work.done}>
          <span>{said}</span>
          <div class="or-bar">
            <i style={{ width: `${(100 * (work.done + 0.5)) / work.all}%` }} />
          </div>
        </div>
        <Button onClick={() => shelf.cancel()}>{text('frame.cancel')}</Button>
      </div>
    );
  }
  if (failure === undefined) return null;
  return (
    <p class="or-hint or-hint-with-icon or-is-warning" role="alert">
      <Icon name="warning" size={14} />
      <span title={failure.details}>{text(WORDS[failure.kind], { names: failure.names.join(', ') })}</span>
    </p>
  );
}
