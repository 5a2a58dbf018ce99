import type { JSX } from 'preact';
import { type IconName, ICONS } from './icons.js';

interface IconProps {
  readonly name: IconName;
  /** px; default 16. */
  readonly size?: number;
}

/** A drawing beside a text, or inside something that has a name. */
export function Icon({ name, size = 16 }: IconProps): JSX.Element {
  return (
    <svg
      class="or-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: ICONS[name] }}
    />
  );
}
