import type { ComponentChildren, JSX } from 'preact';
import { Button } from '../components/button.js';
import { Icon } from '../components/icon.js';
import type { IconName } from '../components/icons.js';
import { usePanel, useSession } from '../hooks/context.js';
import type { StringKey } from '../strings/strings.js';

/** What stands in place of the sliders when there is no photo. */
export function Blank(): JSX.Element {
  const { session, strings, platform } = usePanel();
  const { text } = strings;
  const stage = useSession((state) => state.stage);
  const kind = useSession((state) => state.problem?.kind);
  const { openStudio } = platform;
  if (stage === 'reading') return <BlankPicture icon="photo" title={text('states.readingTitle')} />;
  if (stage === 'empty') {
    return (
      <BlankPicture icon="photo" title={text('states.emptyTitle')} words={text('states.emptyText')}>
        {openStudio !== undefined && (
          <Button kind="link" onClick={() => openStudio()}>
            {text('states.emptyAction')}
          </Button>
        )}
      </BlankPicture>
    );
  }
  const [title, words] = unreadableWords(kind);
  return (
    <BlankPicture icon="layers" title={text(title)} words={text(words)}>
      <Button icon="reset" onClick={() => void session.readAgain()}>
        {text('states.tryAgain')}
      </Button>
    </BlankPicture>
  );
}

function unreadableWords(kind: string | undefined): readonly [title: StringKey, words: StringKey] {
  if (kind === 'too-large' || kind === 'out-of-memory') return ['states.tooLargeTitle', 'states.tooLargeText'];
  return kind === 'unsupported' ? ['states.unsupportedTitle', 'states.unsupportedText'] : ['states.lockedTitle', 'states.lockedText'];
}

interface BlankPictureProps {
  readonly icon: IconName;
  readonly title: string;
  readonly words?: string;
  readonly children?: ComponentChildren;
}

function BlankPicture({ icon, title, words, children }: BlankPictureProps): JSX.Element {
  return (
    <div class="or-blank" role="status">
      <div class="or-blank-picture">
        <Icon name={icon} size={28} />
      </div>
      <h2>{title}</h2>
      {words !== undefined && <p>{words}</p>}
      {children}
    </div>
  );
}
