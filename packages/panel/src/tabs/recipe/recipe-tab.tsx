import type { JSX } from 'preact';

export function RecipeTab(): JSX.Element {
  return <div class="or-tab-content" />;
}
