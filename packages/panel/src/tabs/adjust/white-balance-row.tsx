import type { JSX } from 'preact';
import { Button } from '../../components/button.js';
import { Select } from '../../components/select.js';
import { usePanel, useSession, useView } from '../../hooks/context.js';
import { chooseWhiteBalance, type WhiteBalanceChoice, whiteBalanceChoice } from '../../session/white-balance.js';

const CHOICES: readonly WhiteBalanceChoice[] = ['asShot', 'auto', 'daylight', 'cloudy', 'tungsten', 'custom'];

/** Named lights, and the picker that finds one. */
export function WhiteBalanceRow(): JSX.Element {
  const { session, view, strings } = usePanel();
  const { text } = strings;
  const choice = useSession(({ edit }) => whiteBalanceChoice(edit));
  const isPicking = useView(({ tool }) => tool === 'picker');
  return (
    <div class="or-row">
      <Select
        label={text('adjust.whiteBalance')}
        items={CHOICES.map((value) => ({ value, label: text(`adjust.${value}`) }))}
        value={choice}
        onChange={(next) => session.change((edit) => chooseWhiteBalance(edit, next))}
      />
      <Button icon="picker" class="or-pick" isPressed={isPicking} title={`${text(isPicking ? 'adjust.picking' : 'adjust.pick')} (W)`} onClick={() => view.patch({ tool: isPicking ? 'move' : 'picker' })}>
        {text('adjust.pick')}
      </Button>
    </div>
  );
}
