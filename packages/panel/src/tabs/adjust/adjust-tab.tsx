import type { JSX } from 'preact';

export function AdjustTab(): JSX.Element {
  return <div class="or-tab-content" />;
}
