import type { JSX } from 'preact';
import { COLOUR_GROUPS } from '../../catalogue/sections.js';
import { Switch } from '../../components/switch.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { adjustmentOf } from '../../session/adjust.js';
import { AdjustSlider } from './adjust-slider.js';
import { SliderGroup } from './slider-group.js';

const WEIGHTS = COLOUR_GROUPS[2];

/** Black and white, and how light each colour becomes in it. */
export function BlackWhiteGroup(): JSX.Element {
  const { session, strings } = usePanel();
  const { text } = strings;
  const isOn = useSession(({ edit }) => adjustmentOf(edit, WEIGHTS.operation) !== undefined);
  return (
    <SliderGroup id={WEIGHTS.operation} title={text('adjust.blackWhite')} isModified={isOn}>
      <Switch label={text('adjust.blackWhiteOn')} isOn={isOn} onChange={(next) => session.setAdjustment(WEIGHTS.operation, next ? {} : undefined)} />
      {isOn && WEIGHTS.common.map((spec) => <AdjustSlider key={spec.name} spec={spec} />)}
    </SliderGroup>
  );
}
