import type { JSX } from 'preact';
import { Button } from '../components/button.js';
import { Icon } from '../components/icon.js';
import { usePanel, useSession } from '../hooks/context.js';
import { resultStateOf } from './shown-state.js';

/** What is true of the document now, when there is something to say. */
export function StatusLine(): JSX.Element | null {
  const { session, strings } = usePanel();
  const { text } = strings;
  const work = useSession((state) => state.work);
  const result = useSession(resultStateOf);
  const undo = useSession(({ applied }) => applied?.undo);
  const isSeparate = useSession(({ capabilities }) => capabilities?.write.placement === 'separate');
  const canRevert = useSession(({ capabilities }) => capabilities?.revert === true);
  if (work?.kind === 'applying') return <Applying fraction={work.fraction} megapixels={work.megapixels} />;
  if (result === 'untouched') return null;
  if (result === 'edited') {
    return (
      <div class="or-status" data-state={result} role="status">
        <Icon name="eye" size={14} />
        <span class="or-status-words">{text(isSeparate ? 'status.previewOnlyFile' : 'status.previewOnly')}</span>
      </div>
    );
  }
  const words = result === 'changed' ? 'status.changed' : isSeparate ? 'status.appliedSeparate' : 'status.appliedAbove';
  return (
    <div class="or-status" data-state={result} role="status">
      <Icon name={result === 'applied' ? 'check' : 'layers'} size={14} />
      <span class="or-status-words">
        {text(words)}
        {undo === 'many' && <small> · {text('status.manySteps')}</small>}
      </span>
      {canRevert && (
        <Button kind="link" onClick={() => void session.revert()}>
          {text('frame.revert')}
        </Button>
      )}
    </div>
  );
}

function Applying({ fraction, megapixels }: { readonly fraction: number; readonly megapixels: number }): JSX.Element {
  const { strings } = usePanel();
  const { text, number, percent } = strings;
  const size = (share: number): string => number(megapixels * share, { digits: 1 });
  return (
    <div class="or-status or-status-busy" role="progressbar" aria-label={text('status.applying')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(fraction * 100)}>
      <div class="or-bar">
        <i style={{ width: `${fraction * 100}%` }} />
      </div>
      <div class="or-status-line">
        <b>{text('status.applying')}</b>
        <span>{text('status.applyingSize', { percent: percent(fraction), done: size(fraction), all: size(1) })}</span>
      </div>
      <small>{text('status.untouched')}</small>
    </div>
  );
}
