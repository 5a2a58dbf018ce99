import type { JSX } from 'preact';
import { Slider } from '../../components/slider.js';
import type { SliderSpec } from '../../catalogue/slider-spec.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { readSlider, writeSlider } from '../../session/adjust.js';
import type { StringKey } from '../../strings/strings.js';

/** A slider of an operation, as the registry declares it. */
export function AdjustSlider({ spec }: { readonly spec: SliderSpec }): JSX.Element {
  const { session, strings } = usePanel();
  const value = useSession(({ edit }) => readSlider(edit, spec));
  const { minimum, maximum, step, digits, unit, isSigned, track } = spec;
  return (
    <Slider
      label={strings.text(`adjust.${spec.label}` as StringKey)}
      value={value}
      minimum={minimum}
      maximum={maximum}
      step={step}
      default={spec.default}
      digits={digits}
      unit={unit}
      isSigned={isSigned}
      {...(track === undefined ? {} : { track })}
      onChange={(shown) => session.change((edit) => writeSlider(edit, spec, shown))}
      onGestureStart={() => session.beginGesture()}
      onGestureEnd={() => session.endGesture()}
    />
  );
}
