import type { JSX } from 'preact';
import { Icon } from './icon.js';

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly items: readonly { readonly value: V; readonly label: string; readonly isDisabled?: boolean }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One of several things. The platform's own, so that it works in every web view. */
export function Select<V extends string>({ label, items, value, onChange }: SelectProps<V>): JSX.Element {
  return (
    <span class="or-select">
      <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value as V)}>
        {items.map(({ value: own, label: text, isDisabled = false }) => (
          <option key={own} value={own} disabled={isDisabled} selected={own === value}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={14} />
    </span>
  );
}
