import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.js';
import type { IconName } from './icons.js';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly icon?: IconName;
  /** `primary` is filled: one at a time in the whole panel. `quiet` has no surface of its own; `link` reads like text. */
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'link';
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly title?: string;
  readonly class?: string;
  readonly onClick?: (event: MouseEvent) => void;
}

export function Button({ children, icon, kind = 'plain', isPressed, isDisabled = false, title, class: extra = '', onClick }: ButtonProps): JSX.Element {
  return (
    <button type="button" class={`or-button or-button-${kind} ${extra}`} disabled={isDisabled} aria-pressed={isPressed} title={title} onClick={onClick}>
      {icon !== undefined && <Icon name={icon} size={kind === 'link' ? 14 : 16} />}
      <span>{children}</span>
    </button>
  );
}
