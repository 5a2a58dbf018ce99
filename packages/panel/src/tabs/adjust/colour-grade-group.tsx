import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { COLOUR_GROUPS } from '../../catalogue/sections.js';
import { Segmented } from '../../components/segmented.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { adjustmentOf } from '../../session/adjust.js';
import type { StringKey } from '../../strings/strings.js';
import { AdjustSlider } from './adjust-slider.js';
import { SliderGroup } from './slider-group.js';

const GRADE = COLOUR_GROUPS[1];

/** Tints of shadows, midtones and highlights, one zone at a time, and where they divide. */
export function ColourGradeGroup(): JSX.Element {
  const { strings } = usePanel();
  const { text } = strings;
  const isModified = useSession(({ edit }) => adjustmentOf(edit, GRADE.operation) !== undefined);
  const [zone, setZone] = useState(GRADE.groups[0]);
  return (
    <SliderGroup id={GRADE.operation} title={text('adjust.colorGrade')} isModified={isModified}>
      <Segmented label={text('adjust.zone')} items={GRADE.groups.map((value) => ({ value, label: text(`adjust.${value}` as StringKey) }))} value={zone} onChange={setZone} />
      {[...GRADE.slidersOf(zone), ...GRADE.common].map((spec) => (
        <AdjustSlider key={`${spec.group ?? ''} ${spec.name}`} spec={spec} />
      ))}
    </SliderGroup>
  );
}
