import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import { Select } from '../components/select.js';
import type { BakedEdit } from '../export/bake-edit.js';
import { LUT_SIZES, type LutFormat } from '../export/export-file.js';
import { useStrings } from '../hooks/context.js';

export interface LutOptionsProps {
  readonly format: LutFormat;
  readonly size: number;
  readonly baked: BakedEdit | undefined;
  readonly onFormat: (format: LutFormat) => void;
  readonly onSize: (size: number) => void;
}

const FORMATS: readonly LutFormat[] = ['cube', 'hald', 'tiles'];
/** CIEDE2000: below, side by side, nobody sees it; few see it. */
const INVISIBLE = 1;
const HARD_TO_SEE = 2;

/** Format and grid of a table, and how far it is from the truth. */
export function LutOptions({ format, size, baked, onFormat, onSize }: LutOptionsProps): JSX.Element {
  const { text } = useStrings();
  const labels: Readonly<Record<LutFormat, string>> = { cube: text('exporting.cube'), hald: text('exporting.hald'), tiles: text('exporting.tile') };
  return (
    <>
      <div class="or-two-columns">
        <div class="or-field">
          <span class="or-field-label">{text('exporting.format')}</span>
          <Select label={text('exporting.format')} items={FORMATS.map((value) => ({ value, label: labels[value] }))} value={format} onChange={onFormat} />
        </div>
        <div class="or-field">
          <span class="or-field-label">{text('exporting.grid')}</span>
          <Select label={text('exporting.grid')} items={LUT_SIZES[format].map((nodes) => ({ value: String(nodes), label: `${nodes}³` }))} value={String(size)} onChange={(nodes) => onSize(Number(nodes))} />
        </div>
      </div>
      <MeasuredError baked={baked} />
      {baked?.leftOut.map((what) => (
        <p key={what} class="or-hint or-hint-with-icon">
          <Icon name="info" size={14} />
          <span>{text(what === 'brush' ? 'exporting.brushLeftOut' : 'exporting.placesLeftOut')}</span>
        </p>
      ))}
    </>
  );
}

/** On the photo's own colours: what will be seen. */
function MeasuredError({ baked }: { readonly baked: BakedEdit | undefined }): JSX.Element {
  const { text, number } = useStrings();
  const spread = (baked?.baked.error.photo ?? baked?.baked.error)?.ciede2000;
  const show = (value: number | undefined): string => (value === undefined ? '–' : number(value, { digits: 2 }));
  const level = spread === undefined ? 'measuring' : spread.maximum < INVISIBLE ? 'invisible' : spread.maximum < HARD_TO_SEE ? 'hard' : 'visible';
  return (
    <div class="or-error-box" role="status">
      <div class="or-error-head">
        <span>{text('exporting.error')}</span>
        <em data-level={level}>
          {level !== 'measuring' && <Icon name={level === 'visible' ? 'warning' : 'check'} size={14} />}
          {text(`exporting.${level}`)}
        </em>
      </div>
      <dl>
        <div>
          <dt>{text('exporting.mean')}</dt>
          <dd>{show(spread?.mean)}</dd>
        </div>
        <div>
          <dt>{text('exporting.percentile')}</dt>
          <dd>{show(spread?.p99)}</dd>
        </div>
        <div>
          <dt>{text('exporting.maximum')}</dt>
          <dd>{show(spread?.maximum)}</dd>
        </div>
      </dl>
    </div>
  );
}
