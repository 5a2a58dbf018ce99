import type { JSX } from 'preact';
import { usePanel, useView } from '../../hooks/context.js';

export interface ClipButtonProps {
  readonly end: 'shadows' | 'highlights';
  /** Share of the pixels without detail there, 0..1. */
  readonly fraction: number;
}

/** Above this share people should look. */
const HIGH_FRACTION = 0.002;

/** How much is clipped at one end; shows where. */
export function ClipButton({ end, fraction }: ClipButtonProps): JSX.Element {
  const { view, strings } = usePanel();
  const { text } = strings;
  const isShown = useView(({ isClipShown }) => isClipShown);
  const isShadows = end === 'shadows';
  const name = text(isShadows ? 'adjust.clippedShadows' : 'adjust.clippedHighlights');
  const help = text(isShadows ? 'adjust.clippedShadowsHelp' : 'adjust.clippedHighlightsHelp');
  const share = strings.percent(fraction, { digits: 1 });
  const parts = [<i key="mark" />, <span key="name">{name}</span>, <b key="share">{share}</b>];
  return (
    <button
      type="button"
      class={`or-clip or-clip-${end}${fraction > HIGH_FRACTION ? ' or-is-high' : ''}`}
      aria-pressed={isShown}
      aria-label={`${name} ${share}: ${help}`}
      title={help}
      onClick={() => view.patch({ isClipShown: !isShown })}
    >
      {isShadows ? parts : parts.reverse()}
    </button>
  );
}
