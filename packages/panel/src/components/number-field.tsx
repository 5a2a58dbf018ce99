import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useState } from 'preact/hooks';
import { useStrings } from '../hooks/context.js';

export interface NumberFieldProps {
  /** Id of the element that names it. */
  readonly labelledBy: string;
  /** The value as it is written. */
  readonly shown: string;
  readonly isDisabled?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A value that looks like text until it is hovered, and takes a number with point or comma. Enter commits, Escape restores. */
export function NumberField({ labelledBy, shown, isDisabled = false, onCommit }: NumberFieldProps): JSX.Element {
  const { parse } = useStrings();
  const [typed, setTyped] = useState<string>();
  const commit = (): void => {
    const value = typed === undefined ? undefined : parse(typed);
    setTyped(undefined);
    if (value !== undefined) onCommit(value);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape' || typed === undefined) return;
    event.stopPropagation();
    setTyped(undefined);
  };
  return (
    <input
      class="or-number"
      inputMode="decimal"
      autocomplete="off"
      aria-labelledby={labelledBy}
      size={Math.max(3, (typed ?? shown).length)}
      value={typed ?? shown}
      disabled={isDisabled}
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
    />
  );
}
