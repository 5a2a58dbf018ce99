import type { JSX } from 'preact';
import type { IconName } from '../components/icons.js';
import type { SessionState } from '../session/state.js';
import type { TabId } from '../view/view.js';
import { AdjustTab } from './adjust/adjust-tab.js';
import { BrushTab } from './brush/brush-tab.js';
import { LooksTab } from './looks/looks-tab.js';
import { RecipeTab } from './recipe/recipe-tab.js';
import { StyleTab } from './style/style-tab.js';

export interface TabDescription {
  readonly id: TabId;
  readonly icon: IconName;
  readonly Content: () => JSX.Element;
  /** Whether something of the edit was made here: the dot on the tab. */
  readonly isModified: (state: SessionState) => boolean;
}

export const TABS: readonly TabDescription[] = [
  { id: 'looks', icon: 'grid', Content: LooksTab, isModified: ({ edit }) => edit.look !== undefined },
  { id: 'adjust', icon: 'sliders', Content: AdjustTab, isModified: ({ edit }) => Object.keys(edit.adjustments).length > 0 },
  { id: 'brush', icon: 'brush', Content: BrushTab, isModified: ({ edit }) => edit.brush !== undefined },
  { id: 'style', icon: 'heart', Content: StyleTab, isModified: ({ edit }) => edit.auto?.mode === 'style' },
  { id: 'recipe', icon: 'list', Content: RecipeTab, isModified: () => false },
];
