import type { Session } from '../session/session.js';
import { chooseTab, type ViewStore } from '../view/view.js';

export interface ShortcutServices {
  readonly session: Session;
  readonly view: ViewStore;
  readonly onExport: () => void;
}

/**
 * Does what a key stands for in the whole panel. Letters do nothing while a field has the focus.
 *
 * @returns whether the key was one of ours.
 */
export function handleShortcut(event: KeyboardEvent, { session, view, onExport }: ShortcutServices): boolean {
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (isCommand) {
    if (key === 'z' && !isTyping(event)) return act(() => (event.shiftKey ? session.redo() : session.undo()));
    if (key === 'y' && !isTyping(event)) return act(() => session.redo());
    if (key === 'e') return act(onExport);
    return false;
  }
  if (key === 'escape') return closeTopmost(view);
  if (event.altKey || isTyping(event) || !view.get().hasLetterKeys) return false;
  const { tool, isSplit, isClipShown, isMaskShown } = view.get();
  switch (key) {
    case 'a':
      return act(() => void session.runAuto(session.state.edit.auto?.mode ?? session.state.autoMode));
    case '\\':
      return act(() => view.patch({ isHeld: true }));
    case 'y':
      return act(() => view.patch({ isSplit: !isSplit }));
    case 'j':
      return act(() => view.patch({ isClipShown: !isClipShown }));
    case 'o':
      return act(() => view.patch({ isMaskShown: !isMaskShown }));
    case 'w':
      return act(() => view.patch({ tool: tool === 'picker' ? 'move' : 'picker' }));
    case 'v':
      return act(() => view.patch({ tool: 'move' }));
    case 'b':
      return act(() => chooseTab(view, 'brush'));
    default:
      return false;
  }
}

/** The original is shown as long as its key is down. */
export function handleRelease(event: KeyboardEvent, view: ViewStore): void {
  if (event.key === '\\') view.patch({ isHeld: false });
}

function closeTopmost(view: ViewStore): boolean {
  const { popover, sheet, tool } = view.get();
  if (popover !== undefined) view.patch({ popover: undefined });
  else if (sheet !== undefined) view.patch({ sheet: undefined });
  else if (tool === 'picker') view.patch({ tool: 'move' });
  else return false;
  return true;
}

function act(work: () => void): true {
  work();
  return true;
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type="checkbox"]):not([type="range"]), textarea, select'));
}
