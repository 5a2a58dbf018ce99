import type { JSX } from 'preact';

/** The tab's content; services come from `usePanel`. */
export function StyleTab(): JSX.Element {
  return <div class="or-tab-content" />;
}
