import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { AutoBlock } from './frame/auto-block.js';
import { Blank } from './frame/blank.js';
import { Footer } from './frame/footer.js';
import { Header } from './frame/header.js';
import { Notes } from './frame/notes.js';
import { Preview } from './frame/preview.js';
import { ProblemNote } from './frame/problem-note.js';
import { StatusLine } from './frame/status-line.js';
import { TabBar } from './frame/tab-bar.js';
import { Toast } from './frame/toast.js';
import { PanelContext, type PanelServices, useSession, useView } from './hooks/context.js';
import { useShortcuts } from './hooks/use-shortcuts.js';
import { createBrowserPlatform, type Platform } from './platform/platform.js';
import type { Session } from './session/session.js';
import { Sheets } from './sheets/sheets.js';
import type { Strings } from './strings/strings.js';
import { TABS } from './tabs/tabs.js';
import type { ViewStore } from './view/view.js';

export interface PanelProps {
  readonly session: Session;
  readonly view: ViewStore;
  readonly strings: Strings;
  /** `bare` leaves out header, preview and footer, for pages that have their own. Default `whole`. */
  readonly frame?: 'whole' | 'bare';
  /** Default: a page in a browser. */
  readonly platform?: Platform;
  /** Name of the host for people; default its id. */
  readonly hostName?: string;
  /** Put at the top of the menu, such as the Studio's series switch. */
  readonly menuStart?: ComponentChildren;
  /** Opens the page's own export dialog; by default the panel's sheet is opened. */
  readonly onExport?: () => void;
}

/** The user interface that every host shares. */
export function Panel({ session, view, strings, frame = 'whole', platform, hostName, menuStart, onExport }: PanelProps): JSX.Element {
  const services = useMemo(
    (): PanelServices => ({
      session,
      view,
      strings,
      platform: platform ?? createBrowserPlatform(),
      hostName: hostName ?? session.host.id,
      menuStart,
      onExport: onExport ?? (() => view.patch({ sheet: 'export', popover: undefined })),
    }),
    [session, view, strings, platform, hostName, menuStart, onExport],
  );
  return (
    <PanelContext.Provider value={services}>
      <Frame isWhole={frame === 'whole'} />
    </PanelContext.Provider>
  );
}

function Frame({ isWhole }: { readonly isWhole: boolean }): JSX.Element {
  const hasPhoto = useSession(({ photo, stage }) => photo !== undefined && stage !== 'unsupported');
  const isCovered = useView(({ sheet, popover }) => sheet !== undefined || popover !== undefined);
  const root = useRef<HTMLDivElement>(null);
  const services = useShortcuts(root);
  return (
    <div class={`or-panel${isWhole ? '' : ' or-is-bare'}`} lang={services.strings.locale} ref={root}>
      {isWhole && <Header />}
      {hasPhoto ? (
        <div class="or-work" inert={isCovered}>
          <Notes />
          {isWhole && <Preview />}
          <Tools />
          <ProblemNote />
          {isWhole && <StatusLine />}
          {isWhole && <Footer />}
        </div>
      ) : (
        <Blank />
      )}
      <Sheets />
      <Toast />
    </div>
  );
}

/** Auto, the tabs and the chosen tab's content; while the host is written to nothing can be changed. */
function Tools(): JSX.Element {
  const tab = useView((state) => state.tab);
  const isApplying = useSession(({ work }) => work?.kind === 'applying');
  const scroll = useRef<HTMLDivElement>(null);
  const { Content } = TABS.find(({ id }) => id === tab) ?? TABS[0];
  const scrollToTabs = (): void => {
    const bar = scroll.current?.querySelector<HTMLElement>('.or-tabs');
    const above = bar?.previousElementSibling as HTMLElement | null | undefined;
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroll.current?.scrollTo({ top: above?.offsetHeight ?? 0, behavior: isCalm ? 'auto' : 'smooth' });
  };
  return (
    <div class="or-scroll" ref={scroll} inert={isApplying}>
      <AutoBlock />
      <TabBar onChoose={scrollToTabs} />
      <div class="or-tab-panel" role="tabpanel" id="or-tab-panel" aria-labelledby={`or-tab-${tab}`}>
        <Content />
      </div>
    </div>
  );
}
