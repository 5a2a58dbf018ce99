import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import type { IconName } from '../components/icons.js';
import { moveFocus } from '../components/move-focus.js';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { adjustmentOf } from '../session/adjust.js';
import { recipeOfEdit } from '../session/recipe-of-edit.js';
import type { ExportKind } from '../view/view.js';

interface Kind {
  readonly value: ExportKind;
  readonly icon: IconName;
  readonly title: string;
  readonly words: string;
  /** Why there is nothing of the kind to save. */
  readonly missing?: string | undefined;
}

/** What can be taken away. */
export function ExportKinds(): JSX.Element {
  const { view, strings } = usePanel();
  const { text, number } = strings;
  const chosen = useView(({ exportKind }) => exportKind);
  const edit = useSession((state) => state.edit);
  const style = useSession((state) => state.style);
  const hasCurve = adjustmentOf(edit, 'toneCurve') !== undefined;
  const kilobytes = Math.max(1, Math.round(JSON.stringify(recipeOfEdit(edit)).length / 1000));
  const numbers = style !== undefined && 'asset' in style ? style.asset.vector.length : 0;
  const kinds: readonly Kind[] = [
    { value: 'lut', icon: 'cube', title: text('exporting.lut'), words: text('exporting.lutText') },
    { value: 'preset', icon: 'file', title: text('exporting.preset'), words: text('exporting.presetText', { size: `${number(kilobytes)} kB` }) },
    { value: 'style', icon: 'heart', title: text('exporting.style'), words: text('exporting.styleText', { n: number(numbers) }), missing: numbers === 0 ? text('exporting.styleMissing') : undefined },
    { value: 'curves', icon: 'curve', title: text('exporting.curves'), words: text('exporting.curvesText'), missing: hasCurve ? undefined : text('exporting.curvesMissing') },
  ];
  const onKeyDown = (event: KeyboardEvent): void => moveFocus(event, 'radio')?.click();
  return (
    <div class="or-kinds" role="radiogroup" aria-label={text('exporting.kind')} onKeyDown={onKeyDown}>
      {kinds.map(({ value, icon, title, words, missing }) => (
        <button key={value} type="button" role="radio" aria-checked={value === chosen} tabIndex={value === chosen ? 0 : -1} disabled={missing !== undefined} onClick={() => view.patch({ exportKind: value })}>
          <Icon name={icon} />
          <span>
            <b>{title}</b>
            <small>{missing ?? words}</small>
          </span>
        </button>
      ))}
    </div>
  );
}
