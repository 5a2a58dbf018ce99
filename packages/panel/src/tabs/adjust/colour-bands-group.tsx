import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { COLOUR_GROUPS } from '../../catalogue/sections.js';
import { moveFocus } from '../../components/move-focus.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { adjustmentOf } from '../../session/adjust.js';
import type { StringKey } from '../../strings/strings.js';
import { AdjustSlider } from './adjust-slider.js';
import { SliderGroup } from './slider-group.js';

const [BANDS] = COLOUR_GROUPS;
/** Centres of the bands in degrees of Oklch hue, as the core has them: what the swatches show. */
const SWATCH_HUES: Readonly<Record<string, number>> = { red: 20, orange: 50, yellow: 95, green: 140, aqua: 195, blue: 255, purple: 300, magenta: 345 };

/** Hue, saturation and lightness of one band of colours at a time. */
export function ColourBandsGroup(): JSX.Element {
  const { strings } = usePanel();
  const { text } = strings;
  const values = useSession(({ edit }) => adjustmentOf(edit, BANDS.operation));
  const [band, setBand] = useState(BANDS.groups[0]);
  const onKeyDown = (event: KeyboardEvent): void => moveFocus(event, 'radio')?.click();
  return (
    <SliderGroup id={BANDS.operation} title={text('adjust.hsl')} isModified={values !== undefined}>
      <div class="or-swatches" role="radiogroup" aria-label={text('adjust.band')} onKeyDown={onKeyDown}>
        {BANDS.groups.map((name) => (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={name === band}
            aria-label={text(`adjust.${name}` as StringKey)}
            title={text(`adjust.${name}` as StringKey)}
            tabIndex={name === band ? 0 : -1}
            style={{ '--or-swatch': `oklch(0.7 0.15 ${SWATCH_HUES[name]})` }}
            onClick={() => setBand(name)}
          >
            {values?.[name] !== undefined && <i class="or-dot" aria-hidden="true" />}
          </button>
        ))}
      </div>
      {BANDS.slidersOf(band).map((spec) => (
        <AdjustSlider key={`${band} ${spec.name}`} spec={spec} />
      ))}
    </SliderGroup>
  );
}
