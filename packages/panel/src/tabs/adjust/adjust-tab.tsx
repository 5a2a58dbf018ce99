import type { JSX } from 'preact';
import { COLOUR_SLIDERS, LIGHT_SLIDERS, WHITE_BALANCE_SLIDERS } from '../../catalogue/sections.js';
import { AdjustSection } from './adjust-section.js';
import { AdjustSlider } from './adjust-slider.js';
import { BlackWhiteGroup } from './black-white-group.js';
import { ColourBandsGroup } from './colour-bands-group.js';
import { ColourGradeGroup } from './colour-grade-group.js';
import { CurvesSection } from './curves-section.js';
import { WhiteBalanceRow } from './white-balance-row.js';

/** What people set by hand. */
export function AdjustTab(): JSX.Element {
  return (
    <>
      <AdjustSection id="light">
        {LIGHT_SLIDERS.map((spec) => (
          <AdjustSlider key={spec.label} spec={spec} />
        ))}
      </AdjustSection>
      <AdjustSection id="whiteBalance">
        <WhiteBalanceRow />
        {WHITE_BALANCE_SLIDERS.map((spec) => (
          <AdjustSlider key={spec.label} spec={spec} />
        ))}
      </AdjustSection>
      <AdjustSection id="colour">
        {COLOUR_SLIDERS.map((spec) => (
          <AdjustSlider key={spec.label} spec={spec} />
        ))}
        <ColourBandsGroup />
        <ColourGradeGroup />
        <BlackWhiteGroup />
      </AdjustSection>
      <AdjustSection id="curves">
        <CurvesSection />
      </AdjustSection>
    </>
  );
}
