import type { JSX } from 'preact';
import { Icon } from './icon.js';
import type { IconName } from './icons.js';
import { moveFocus } from './move-focus.js';

export interface SegmentedItem<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon?: IconName;
  /** Why it cannot be chosen now. */
  readonly disabledReason?: string;
}

export interface SegmentedProps<V extends string> {
  /** Name of the choice. */
  readonly label: string;
  readonly items: readonly SegmentedItem<V>[];
  readonly value: V;
  readonly class?: string;
  readonly onChange: (value: V) => void;
}

/** One of two to four things, all in sight. */
export function Segmented<V extends string>({ label, items, value, class: extra = '', onChange }: SegmentedProps<V>): JSX.Element {
  const onKeyDown = (event: KeyboardEvent): void => moveFocus(event, 'radio')?.click();
  return (
    <div class={`or-segmented ${extra}`} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {items.map(({ value: own, label: text, icon, disabledReason }) => (
        <button
          key={own}
          type="button"
          role="radio"
          data-value={own}
          aria-checked={own === value}
          tabIndex={own === value ? 0 : -1}
          disabled={disabledReason !== undefined}
          title={disabledReason}
          onClick={() => onChange(own)}
        >
          {icon !== undefined && <Icon name={icon} size={14} />}
          <span>{text}</span>
        </button>
      ))}
    </div>
  );
}
