import type { JSX, TargetedPointerEvent } from 'preact';
import { Icon } from '../../components/icon.js';
import { IconButton } from '../../components/icon-button.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { setStepOff, setStepStrength } from '../../session/adjust.js';
import type { Edit, StepId } from '../../session/edit.js';
import { isStepOff, settingsOf } from '../../session/steps.js';
import { tellStep } from '../../words/step-sentence.js';
import { formOfStep } from './step-form.js';

export interface StepRowProps {
  readonly id: StepId;
  readonly isDragged: boolean;
  readonly onGrab: (event: TargetedPointerEvent<HTMLElement>) => void;
  readonly onMove: (direction: 1 | -1) => void;
}

/** A step: whether it acts, what it does, how it was written, how strongly. */
export function StepRow({ id, isDragged, onGrab, onMove }: StepRowProps): JSX.Element {
  const { session, strings } = usePanel();
  const { text } = strings;
  const edit = useSession((state) => state.edit);
  const effect = useSession((state) => state.autoEffect);
  const applied = useSession((state) => state.applied);
  const isOff = isStepOff(edit, id);
  const sentence = tellStep(edit, id, effect, strings);
  const form = formOfStep(edit, id, applied);
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp' | 'ArrowDown'] : undefined;
    if (direction === undefined) return;
    event.preventDefault();
    onMove(direction);
  };
  return (
    <li class={`or-step${isOff ? ' or-is-off' : ''}${isDragged ? ' or-is-dragged' : ''}`} data-step={id} onKeyDown={onKeyDown}>
      <button type="button" class="or-step-handle" aria-label={`${text('recipe.moveStep')}: ${sentence}`} title={text('recipe.moveStep')} onPointerDown={onGrab}>
        <Icon name="drag" size={14} />
      </button>
      <IconButton
        icon={isOff ? 'eye-off' : 'eye'}
        class="or-eye"
        label={text(isOff ? 'recipe.showStep' : 'recipe.hideStep')}
        isPressed={!isOff}
        onClick={() => session.change((before) => setStepOff(before, id, !isOff))}
      />
      <div class="or-step-body">
        <p class="or-step-sentence">{sentence}</p>
        <div class="or-step-foot">
          {form !== undefined && (
            <span class="or-step-form">
              {text(form.key)}
              {form.errorLevels !== undefined && (
                <span class="or-step-form" title={text('recipe.approximateHelp', { v: strings.number(form.errorLevels, { digits: 2 }) })}>
                  · {text('recipe.approximate')} <Icon name="info" size={12} />
                </span>
              )}
            </span>
          )}
          <StepStrength id={id} sentence={sentence} isOff={isOff} />
        </div>
      </div>
    </li>
  );
}

interface StepStrengthProps {
  readonly id: StepId;
  readonly sentence: string;
  readonly isOff: boolean;
}

function StepStrength({ id, sentence, isOff }: StepStrengthProps): JSX.Element {
  const { session, strings } = usePanel();
  const strength = useSession(({ edit }) => strengthOf(edit, id));
  const maximum = id === 'auto' ? 1.5 : 1;
  return (
    <label class="or-step-strength">
      <input
        type="range"
        min={0}
        max={maximum * 100}
        step={1}
        value={Math.round(strength * 100)}
        aria-label={strings.text('recipe.strengthOf', { what: sentence })}
        aria-valuetext={strings.percent(strength)}
        style={{ '--or-place': strength / maximum }}
        onPointerDown={() => session.beginGesture()}
        onInput={(event) => session.change((edit) => setStepStrength(edit, id, Number(event.currentTarget.value) / 100))}
        onChange={() => session.endGesture()}
        onPointerUp={() => session.endGesture()}
      />
      <span>{isOff ? strings.text('frame.off') : strings.percent(strength)}</span>
    </label>
  );
}

function strengthOf(edit: Edit, id: StepId): number {
  if (id === 'auto') return edit.auto?.strength ?? 1;
  return id === 'look' ? (edit.look?.strength ?? 1) : (settingsOf(edit, id).strength ?? 1);
}
