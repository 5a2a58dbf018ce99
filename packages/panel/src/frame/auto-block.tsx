import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import { Segmented, type SegmentedItem } from '../components/segmented.js';
import { Slider } from '../components/slider.js';
import { usePanel, useSession } from '../hooks/context.js';
import { useDelayed } from '../hooks/use-delayed.js';
import type { AutoMode } from '../session/edit.js';
import type { SessionState } from '../session/state.js';
import type { Strings } from '../strings/strings.js';
import { tellEffect } from '../words/reason.js';
import { ModelLoading } from './model-loading.js';

/** A spinner for less would only flicker. */
const SPINNER_AFTER_MS = 300;
const LARGEST_PERCENT = 150;

/** One button that proposes a starting point, and what it did in one sentence. */
export function AutoBlock(): JSX.Element {
  const { session, strings } = usePanel();
  const { text } = strings;
  const auto = useSession(({ edit }) => edit.auto);
  const models = useSession((state) => state.models);
  const isStyleReady = useSession(({ style }) => style !== undefined);
  const isWorking = useSession(({ work }) => work?.kind === 'auto');
  const isSlow = useDelayed(isWorking, SPINNER_AFTER_MS);
  const mode = useSession(chosenMode);
  const reason = useSession((state) => reasonOf(state, strings));
  const setMode = (next: AutoMode): void => {
    session.setAutoMode(next);
    if (auto !== undefined) void session.runAuto(next);
  };
  const notLearned = models.status === 'ready' ? undefined : text(models.status === 'loading' ? 'auto.notReady' : 'auto.learnedMissing');
  const notStyle = notLearned ?? (isStyleReady ? undefined : text('auto.styleMissing'));
  const modes: readonly SegmentedItem<AutoMode>[] = [
    { value: 'classic', label: text('auto.classic') },
    { value: 'learned', label: text('auto.learned'), ...(notLearned === undefined ? {} : { disabledReason: notLearned }) },
    { value: 'style', label: text('auto.style'), ...(notStyle === undefined ? {} : { disabledReason: notStyle }) },
  ];
  return (
    <section class="or-auto" aria-label={text('auto.auto')}>
      <button type="button" class={`or-hero${auto === undefined ? '' : ' or-is-done'}`} title={`${text('auto.auto')} (A)`} aria-busy={isWorking} onClick={() => void session.runAuto(mode)}>
        {isSlow ? <span class="or-spinner" /> : <Icon name="auto" size={18} />}
        <span>{text(auto === undefined ? 'auto.auto' : 'auto.again')}</span>
      </button>
      <Segmented label={text('auto.mode')} items={modes} value={mode} onChange={setMode} />
      {models.status === 'loading' ? (
        <ModelLoading doneBytes={models.doneBytes} allBytes={models.allBytes} />
      ) : (
        <>
          <Slider
            label={text('frame.strength')}
            value={Math.round((auto?.strength ?? 1) * 100)}
            minimum={0}
            maximum={LARGEST_PERCENT}
            step={1}
            default={100}
            fillFrom={0}
            unit="%"
            dashedFrom={100}
            isDisabled={auto === undefined}
            onChange={(percent) => session.change((edit) => (edit.auto === undefined ? edit : { ...edit, auto: { ...edit.auto, strength: percent / 100 } }))}
            onGestureStart={() => session.beginGesture()}
            onGestureEnd={() => session.endGesture()}
          />
          <p class="or-reason" aria-live="polite">
            {isSlow ? text('auto.looking') : reason}
          </p>
        </>
      )}
    </section>
  );
}

/** While the models are on their way, Classic is all there is. */
function chosenMode({ edit, autoMode, models }: SessionState): AutoMode {
  return models.status === 'ready' ? (edit.auto?.mode ?? autoMode) : 'classic';
}

function reasonOf({ edit, autoEffect }: SessionState, strings: Strings): string {
  if (edit.auto === undefined) return strings.text('auto.before');
  return autoEffect === undefined ? '' : tellEffect(autoEffect.effect, strings);
}
