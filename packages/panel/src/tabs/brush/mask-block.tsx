import type { Mask } from '@openretouch/core';
import type { JSX } from 'preact';
import { Button } from '../../components/button.js';
import { Icon } from '../../components/icon.js';
import { Segmented } from '../../components/segmented.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { maskToPaintOn, setMaskSource, setPaintedMask } from '../../session/brush/brush-edit.js';
import { coveredFraction, fullMask, gradientMask, invertMask, type PaintedMask, toPainted } from '../../session/brush/mask.js';
import type { Strings } from '../../strings/strings.js';
import { useBrushMask } from './use-brush-mask.js';

/** Where the mask comes from, how much it covers, and what makes a whole one: the way to paint without a pointer. */
export function MaskBlock(): JSX.Element {
  const { session, view, strings, hostName } = usePanel();
  const { text } = strings;
  const photo = useSession((state) => state.photo);
  const brush = useSession(({ edit }) => edit.brush);
  const hasLayerMasks = useSession(({ capabilities }) => capabilities?.masks.layerMask === true);
  const mask = useBrushMask(photo);
  const size = photo?.original ?? { width: 1, height: 1 };
  const set = (next: Mask | undefined): void => setPaintedMask(session, view.get().brush, next);
  const painted = (): PaintedMask => maskToPaintOn(brush?.mask, size);
  return (
    <>
      <div class="or-field">
        <span class="or-field-label">
          {text('brush.mask')}
          <em role="status">{describeCoverage(mask, strings)}</em>
        </span>
        <Segmented
          label={text('brush.mask')}
          items={[
            { value: 'panel', label: text('brush.paintedHere') },
            { value: 'host', label: text('brush.layerMask'), ...(hasLayerMasks ? {} : { disabledReason: text('brush.notInHost', { host: hostName }) }) },
          ]}
          value={brush?.source ?? 'panel'}
          onChange={(source) => setMaskSource(session, view.get().brush, source)}
        />
        {!hasLayerMasks && (
          <p class="or-hint or-hint-with-icon">
            <Icon name="info" size={14} />
            <span>{text('brush.layerMaskNotInHost', { host: hostName })}</span>
          </p>
        )}
      </div>
      <div class="or-mask-actions">
        <Button icon="fill" onClick={() => set(fullMask(size))}>
          {text('brush.fill')}
        </Button>
        <Button icon="gradient" onClick={() => set(gradientMask(size))}>
          {text('brush.gradient')}
        </Button>
        <Button icon="invert" onClick={() => set(invertMask(painted()))}>
          {text('brush.invert')}
        </Button>
        <Button icon="trash" isDisabled={brush?.mask === undefined} onClick={() => set(undefined)}>
          {text('brush.clear')}
        </Button>
      </div>
    </>
  );
}

function describeCoverage(mask: Mask | null | undefined, { text, percent }: Strings): string {
  if (mask === null) return text('brush.noLayerMask');
  const fraction = mask === undefined ? 0 : coveredFraction(mask.data instanceof Uint8Array ? { data: mask.data } : toPainted(mask));
  if (fraction === 0) return text('brush.nothing');
  return fraction === 1 ? text('brush.everything') : text('brush.covered', { share: percent(fraction, { digits: fraction < 0.01 ? 1 : 0 }) });
}
