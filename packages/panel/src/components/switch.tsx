import type { JSX } from 'preact';

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off; the whole row can be clicked. */
export function Switch({ label, isOn, isDisabled = false, onChange }: SwitchProps): JSX.Element {
  return (
    <label class="or-switch">
      <span>{label}</span>
      <input type="checkbox" role="switch" checked={isOn} disabled={isDisabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <i aria-hidden="true" />
    </label>
  );
}
