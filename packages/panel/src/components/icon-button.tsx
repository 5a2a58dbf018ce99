import type { JSX } from 'preact';
import { Icon } from './icon.js';
import type { IconName } from './icons.js';

export interface IconButtonProps {
  readonly icon: IconName;
  /** Its name for those who do not see it, and its tooltip. */
  readonly label: string;
  /** The key that does the same, for the tooltip. */
  readonly shortcut?: string;
  readonly size?: number;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly isDisabled?: boolean;
  readonly class?: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly onPointerDown?: (event: PointerEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onKeyUp?: (event: KeyboardEvent) => void;
  readonly onBlur?: () => void;
}

export function IconButton({ icon, label, shortcut, size = 16, isPressed, isExpanded, isDisabled = false, class: extra = '', ...handlers }: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`or-icon-button ${extra}`}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      disabled={isDisabled}
      {...handlers}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
