import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Platform } from '../platform/platform.js';
import type { Session } from '../session/session.js';
import type { SessionState } from '../session/state.js';
import type { Strings } from '../strings/strings.js';
import type { PanelView, ViewStore } from '../view/view.js';
import { useStore } from './use-store.js';

/** What every component of the panel can reach. */
export interface PanelServices {
  readonly session: Session;
  readonly view: ViewStore;
  readonly strings: Strings;
  readonly platform: Platform;
  /** Name of the host for people, such as Figma. */
  readonly hostName: string;
  /** What a page puts at the top of the menu, such as the Studio's series switch. */
  readonly menuStart: ComponentChildren;
  /** A page that has an export dialog of its own opens that one. */
  readonly onExport: () => void;
}

export const PanelContext = createContext<PanelServices | undefined>(undefined);

export function usePanel(): PanelServices {
  const services = useContext(PanelContext);
  if (services === undefined) throw new Error('PanelContext: empty (expected the component inside <Panel>)');
  return services;
}

export function useStrings(): Strings {
  return usePanel().strings;
}

/** Draws again when the selected part of the session's state is another one. */
export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(usePanel().session.store, select);
}

/** Draws again when the selected part of the view is another one. */
export function useView<T>(select: (view: PanelView) => T): T {
  return useStore(usePanel().view, select);
}
