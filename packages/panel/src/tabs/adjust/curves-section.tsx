import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Segmented } from '../../components/segmented.js';
import { usePanel, useSession, useView } from '../../hooks/context.js';
import { readCurve } from '../../session/curves.js';
import type { CurveChannel } from '../../view/view.js';
import { ClipButton } from './clip-button.js';
import { CurvePlot } from './curve-plot.js';

const CHANNELS: readonly CurveChannel[] = ['rgb', 'red', 'green', 'blue'];

/** Curves over the histogram of the result, with how much of it is clipped. */
export function CurvesSection(): JSX.Element {
  const { view, strings } = usePanel();
  const { text, number } = strings;
  const channel = useView((state) => state.channel);
  const points = useSession(({ edit }) => readCurve(edit, channel));
  const measured = useSession(({ preview }) => preview?.measured);
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, points.length - 1);
  const [input, output] = points[index].map((value) => number(value * 255));
  return (
    <>
      <div class="or-row">
        <Segmented
          class="or-channels"
          label={text('adjust.channel')}
          items={CHANNELS.map((value) => ({ value, label: text(`adjust.${value}`) }))}
          value={channel}
          onChange={(next) => {
            view.patch({ channel: next });
            setChosen(0);
          }}
        />
      </div>
      <CurvePlot channel={channel} chosen={index} onChoose={setChosen} />
      <div class="or-plot-foot">
        <ClipButton end="shadows" fraction={measured?.clipped.blackFraction ?? 0} />
        <output class="or-plot-numbers" title={text('adjust.curveHelp')}>
          {text('adjust.inOut', { input, output })}
        </output>
        <ClipButton end="highlights" fraction={measured?.clipped.whiteFraction ?? 0} />
      </div>
    </>
  );
}
