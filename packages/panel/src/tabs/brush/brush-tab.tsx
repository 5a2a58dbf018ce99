import type { JSX } from 'preact';

/** The tab's content; services come from `usePanel`. */
export function BrushTab(): JSX.Element {
  return <div class="or-tab-content" />;
}
