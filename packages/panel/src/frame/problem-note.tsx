import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Icon } from '../components/icon.js';
import { usePanel, useSession } from '../hooks/context.js';
import { PROBLEM_WORDS, type ProblemWords } from './problem-words.js';

/** What went wrong, why, and what next. Codes and fields are behind "Details". */
export function ProblemNote(): JSX.Element | null {
  const { session, strings, platform } = usePanel();
  const { text } = strings;
  const problem = useSession((state) => state.problem);
  const name = useSession((state) => state.targets[0]?.name ?? '');
  const [isDetailed, setDetailed] = useState(false);
  if (problem === undefined) return null;
  const { title, text: words, action } = PROBLEM_WORDS[problem.kind];
  return (
    <div class="or-note or-note-problem" role="alert">
      <Icon name="warning" />
      <p>
        <b>{text(title)}</b>
        {text(words, { name })}
      </p>
      {isDetailed && <pre class="or-note-details">{problem.details}</pre>}
      <span class="or-note-actions">
        <ProblemAction action={action} />
        {action !== 'dismiss' && (
          <Button kind="link" onClick={() => session.dismissProblem()}>
            {text('states.dismiss')}
          </Button>
        )}
        <Button
          kind="link"
          onClick={() => {
            if (isDetailed) void platform.copyText(problem.details).then((isCopied) => isCopied && session.say('copied'));
            setDetailed(true);
          }}
        >
          {text(isDetailed ? 'states.copyDetails' : 'states.details')}
        </Button>
      </span>
    </div>
  );
}

function ProblemAction({ action }: { readonly action: ProblemWords['action'] }): JSX.Element {
  const { session, strings } = usePanel();
  const { text } = strings;
  switch (action) {
    case 'read-again':
      return (
        <Button icon="reset" onClick={() => void session.readAgain()}>
          {text('states.readAgain')}
        </Button>
      );
    case 'use-classic':
      return (
        <Button
          icon="auto"
          onClick={() => {
            session.setAutoMode('classic');
            void session.runAuto('classic');
          }}
        >
          {text('states.useClassic')}
        </Button>
      );
    case 'dismiss':
      return <Button onClick={() => session.dismissProblem()}>{text('states.dismiss')}</Button>;
  }
}
