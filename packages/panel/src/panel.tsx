import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { TabBar } from './frame/tab-bar.js';
import { PanelContext, type PanelServices } from './hooks/context.js';
import { useStore } from './hooks/use-store.js';
import type { Session } from './session/session.js';
import type { Strings } from './strings/strings.js';
import { TABS } from './tabs/tabs.js';
import type { ViewStore } from './view/view.js';

export interface PanelProps {
  readonly session: Session;
  readonly view: ViewStore;
  readonly strings: Strings;
  /** `bare` leaves out header, preview and footer, for pages that have their own. Default `whole`. */
  readonly frame?: 'whole' | 'bare';
}

/** The user interface that every host shares. */
export function Panel({ session, view, strings }: PanelProps): JSX.Element {
  const services = useMemo((): PanelServices => ({ session, view, strings }), [session, view, strings]);
  const scroll = useRef<HTMLDivElement>(null);
  const tab = useStore(view, (state) => state.tab);
  const { Content } = TABS.find(({ id }) => id === tab) ?? TABS[0];
  return (
    <PanelContext.Provider value={services}>
      <div class="or-panel" lang={strings.locale}>
        <div class="or-scroll" ref={scroll}>
          <TabBar onChoose={() => undefined} />
          <div class="or-tab-panel" role="tabpanel" id="or-tab-panel" aria-labelledby={`or-tab-${tab}`}>
            <Content />
          </div>
        </div>
      </div>
    </PanelContext.Provider>
  );
}
