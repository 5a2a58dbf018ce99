import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Segmented } from '../../components/segmented.js';
import { Slider } from '../../components/slider.js';
import { Switch } from '../../components/switch.js';
import { usePanel, useSession, useView } from '../../hooks/context.js';
import { MOST_EVEN } from '../../session/brush-operations.js';
import { brushOf, changeBrush } from '../../session/brush/brush-edit.js';
import { type BrushTool, TOOL_SIZES, toolAfterKey } from '../../session/brush/tool.js';
import type { BrushTarget } from '../../session/edit.js';
import { MaskBlock } from './mask-block.js';

const TARGETS: readonly BrushTarget[] = ['lighten', 'even', 'darken'];
const AMOUNTS_EV = [0.05, 2] as const;

/** Lightens, evens out or darkens what is painted. */
export function BrushTab(): JSX.Element {
  const { session, view, strings } = usePanel();
  const { text } = strings;
  const tool = useView(({ brush }) => brush);
  const isMaskShown = useView((state) => state.isMaskShown);
  const photo = useSession((state) => state.photo);
  const { target, amountEv } = brushOf(useSession(({ edit }) => edit.brush), tool);
  const setTool = (fields: Partial<BrushTool>): void => view.patch({ brush: { ...view.get().brush, ...fields } });
  useToolKeys();

  const longerSide = Math.max(photo?.width ?? 0, photo?.height ?? 0, 1);
  const toPx = (share: number): number => Math.max(1, Math.round(share * longerSide));
  const percent = { minimum: 0, maximum: 100, step: 1, unit: '%', isTool: true } as const;
  const isEven = target === 'even';
  const setAmount = (value: number): void => {
    const amount = isEven ? value / 100 : value;
    setTool({ amountEv: amount });
    changeBrush(session, { amountEv: amount });
  };
  return (
    <div class="or-pad or-stack">
      <Segmented
        label={text('tabs.brush')}
        items={[
          { value: 'paint', label: text('brush.paint'), icon: 'brush' },
          { value: 'erase', label: text('brush.erase'), icon: 'eraser' },
        ]}
        value={tool.mode}
        onChange={(mode) => setTool({ mode })}
      />
      <div class="or-field">
        <span class="or-field-label">{text('brush.target')}</span>
        <Segmented
          label={text('brush.target')}
          items={TARGETS.map((value) => ({ value, label: text(`brush.${value}`) }))}
          value={target}
          onChange={(value) => {
            setTool({ target: value });
            changeBrush(session, { target: value });
          }}
        />
        <p class="or-hint">{text(`brush.${target}Help`)}</p>
      </div>
      <div class="or-tip-row">
        <div class="or-tip" aria-hidden="true" data-target={target} style={{ '--or-size': (tool.sizeShare - TOOL_SIZES[0]) / (TOOL_SIZES[1] - TOOL_SIZES[0]), '--or-hardness': `${tool.hardness * 100}%` }}>
          <i />
        </div>
        <div class="or-tip-sliders">
          <Slider {...percent} label={text('brush.size')} unit="px" minimum={toPx(TOOL_SIZES[0])} maximum={toPx(TOOL_SIZES[1])} default={toPx(TOOL_SIZES[0])} value={toPx(tool.sizeShare)} onChange={(value) => setTool({ sizeShare: value / longerSide })} />
          <Slider {...percent} label={text('brush.hardness')} default={0} value={Math.round(tool.hardness * 100)} onChange={(value) => setTool({ hardness: value / 100 })} />
        </div>
      </div>
      <Slider {...percent} label={text('brush.flow')} minimum={1} default={1} value={Math.round(tool.flow * 100)} onChange={(value) => setTool({ flow: value / 100 })} />
      <Slider
        {...percent}
        {...(isEven ? { maximum: MOST_EVEN * 100, dashedFrom: 100 } : { minimum: AMOUNTS_EV[0], maximum: AMOUNTS_EV[1], step: 0.05, digits: 2, unit: 'EV' })}
        label={text('brush.amount')}
        default={isEven ? 0 : AMOUNTS_EV[0]}
        value={isEven ? Math.round(Math.min(amountEv, MOST_EVEN) * 100) : amountEv}
        onChange={setAmount}
        onGestureStart={() => session.beginGesture()}
        onGestureEnd={() => session.endGesture()}
      />
      <div class="or-switches">
        <Switch label={text('brush.edges')} isOn={tool.followsEdges} onChange={(followsEdges) => setTool({ followsEdges })} />
        <Switch label={text('brush.showMask')} isOn={isMaskShown} onChange={(isOn) => view.patch({ isMaskShown: isOn })} />
        <Switch label={text('brush.pressure')} isOn={tool.usesPressure} onChange={(usesPressure) => setTool({ usesPressure })} />
      </div>
      <MaskBlock />
    </div>
  );
}

/** `[`, `]` and `X`, while the tab is open and no field is typed in. */
function useToolKeys(): void {
  const { view } = usePanel();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof Element && event.target.matches('input:not([type="checkbox"]), textarea, select, [contenteditable]');
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping || !view.get().hasLetterKeys) return;
      const brush = toolAfterKey(view.get().brush, event.key);
      if (brush === undefined) return;
      event.preventDefault();
      view.patch({ brush });
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [view]);
}
