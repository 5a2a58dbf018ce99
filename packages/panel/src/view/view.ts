import { type BrushTool, DEFAULT_TOOL } from '../session/brush/tool.js';
import { createStore, type Store } from '../session/store.js';

export type TabId = 'looks' | 'adjust' | 'brush' | 'style' | 'recipe';
/** What a pointer on the photo does: see the original, paint, take a grey. */
export type Tool = 'move' | 'brush' | 'picker';
export type CurveChannel = 'rgb' | 'red' | 'green' | 'blue';
export type SheetId = 'export' | 'keyboard' | 'about';
export type ExportKind = 'lut' | 'preset' | 'style' | 'curves';
export type PopoverId = 'engine' | 'menu';

/** How the panel is looked at: what is open, which tool is in hand. Nothing of it changes the photo. */
export interface PanelView {
  readonly tab: TabId;
  readonly tool: Tool;
  /** The original is shown while a button or the photo is held. */
  readonly isHeld: boolean;
  readonly isSplit: boolean;
  /** 0..1 of the photo's width. */
  readonly splitPosition: number;
  readonly isClipShown: boolean;
  readonly isMaskShown: boolean;
  readonly brush: BrushTool;
  readonly openSections: readonly string[];
  readonly channel: CurveChannel;
  readonly sheet: SheetId | undefined;
  readonly exportKind: ExportKind;
  readonly popover: PopoverId | undefined;
  /** Letters as shortcuts; off for those whom they disturb (WCAG 2.1.4). */
  readonly hasLetterKeys: boolean;
  /** What the host cannot do has been read and put away. */
  readonly areLimitsKnown: boolean;
}

export const INITIAL_VIEW: PanelView = {
  tab: 'looks',
  tool: 'move',
  isHeld: false,
  isSplit: false,
  splitPosition: 0.5,
  isClipShown: false,
  isMaskShown: false,
  brush: DEFAULT_TOOL,
  openSections: ['light', 'whiteBalance', 'curves'],
  channel: 'rgb',
  sheet: undefined,
  exportKind: 'lut',
  popover: undefined,
  hasLetterKeys: true,
  areLimitsKnown: false,
};

export type ViewStore = Store<PanelView>;

export function createView(fields: Partial<PanelView> = {}): ViewStore {
  return createStore({ ...INITIAL_VIEW, ...fields });
}

/** Chooses a tab; the brush is in hand exactly while its tab is open. */
export function chooseTab(view: ViewStore, tab: TabId): void {
  view.patch({ tab, tool: tab === 'brush' ? 'brush' : 'move' });
}
