import type { JSX, TargetedPointerEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Button } from '../../components/button.js';
import { usePanel, useSession } from '../../hooks/context.js';
import type { StepId } from '../../session/edit.js';
import { copyLook } from '../../session/look-text.js';
import { moveStep } from '../../session/order.js';
import { stepsOfEdit } from '../../session/steps.js';
import { StepRow } from './step-row.js';

/** What was done, one sentence a step, in the order in which the steps act. */
export function RecipeTab(): JSX.Element {
  const { session, view, strings, platform } = usePanel();
  const { text } = strings;
  const edit = useSession((state) => state.edit);
  const steps = stepsOfEdit(edit);
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<StepId>();

  const grab = (id: StepId) => (event: TargetedPointerEvent<HTMLElement>): void => {
    const { currentTarget: handle, pointerId } = event;
    const follow = ({ clientY }: PointerEvent): void => {
      const rows = [...(list.current?.children ?? [])].filter((row) => row.getAttribute('data-step') !== id);
      const above = rows.filter((row) => row.getBoundingClientRect().top + row.clientHeight / 2 < clientY).length;
      if (stepsOfEdit(session.state.edit).indexOf(id) !== above) session.change((before) => moveStep(before, id, above));
    };
    session.beginGesture();
    setDragged(id);
    handle.setPointerCapture(pointerId);
    handle.addEventListener('pointermove', follow);
    handle.addEventListener(
      'lostpointercapture',
      () => {
        handle.removeEventListener('pointermove', follow);
        setDragged(undefined);
        session.endGesture();
      },
      { once: true },
    );
  };

  return (
    <>
      <div class="or-pad or-recipe-head">
        <b>{strings.plural('recipe.steps', steps.length)}</b>
        <Button icon="copy" class="or-small" isDisabled={steps.length === 0} onClick={() => void copyLook(session, platform)}>
          {text('recipe.copy')}
        </Button>
      </div>
      {steps.length === 0 ? (
        <p class="or-pad or-hint">{text('recipe.empty')}</p>
      ) : (
        <ol class="or-recipe" ref={list}>
          {steps.map((id, index) => (
            <StepRow key={id} id={id} isDragged={id === dragged} onGrab={grab(id)} onMove={(direction) => session.change((before) => moveStep(before, id, index + direction))} />
          ))}
        </ol>
      )}
      <div class="or-pad or-wrap">
        <Button icon="file" isDisabled={steps.length === 0} onClick={() => view.patch({ sheet: 'export', exportKind: 'preset' })}>
          {text('recipe.savePreset')}
        </Button>
        <Button icon="reset" isDisabled={steps.length === 0} onClick={() => session.resetAll()}>
          {text('frame.resetAll')}
        </Button>
      </div>
    </>
  );
}
