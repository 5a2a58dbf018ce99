import { Panel, PanelContext, type PanelServices, type Platform, type Strings, type ViewStore } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Words } from '../words/words.js';
import { StudioContext, type StudioServices, useStudio, useStudioServices } from './context.js';
import { DropZone, useDroppedFiles } from './drop-zone.js';
import { ExportDialog } from './export-dialog.js';
import { FilmStrip } from './film-strip.js';
import { Notices } from './notices.js';
import { PhotoCanvas } from './photo-canvas.js';
import type { Studio } from './studio.js';
import { TopBar } from './top-bar.js';

export interface StudioPageProps {
  readonly studio: Studio;
  readonly view: ViewStore;
  readonly strings: Strings;
  readonly words: Words;
  readonly platform: Platform;
}

const ACCEPTED_TYPES = 'image/jpeg,image/png,image/webp,image/avif';

/** The whole page. */
export function StudioPage({ studio, view, strings, words, platform }: StudioPageProps): JSX.Element {
  const panel = useMemo(
    (): PanelServices => ({
      session: studio.session,
      view,
      strings,
      platform,
      hostName: words.text('title'),
      menuStart: undefined,
      onExport: () => {
        if (studio.session.state.stage === 'ready') studio.store.patch({ isExporting: true });
      },
    }),
    [studio, view, strings, platform, words],
  );
  const own = useMemo((): StudioServices => ({ studio, words }), [studio, words]);
  return (
    <StudioContext.Provider value={own}>
      <PanelContext.Provider value={panel}>
        <Layout services={panel} />
      </PanelContext.Provider>
    </StudioContext.Provider>
  );
}

function Layout({ services }: { readonly services: PanelServices }): JSX.Element {
  const { session, view, strings, platform, hostName, onExport } = services;
  const isEmpty = useStudio(({ photos }) => photos.length === 0);
  const isExporting = useStudio((state) => state.isExporting);
  const theme = useStudio((state) => state.theme);
  const chooser = useRef<HTMLInputElement>(null);
  useDroppedFiles();
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const chooseFiles = (): void => chooser.current?.click();
  return (
    <div class={`or-panel st-page${isEmpty ? ' st-is-empty' : ''}`} lang={strings.locale}>
      <div class="st-layout" inert={isExporting}>
        <TopBar />
        <div class="st-work">
          <PhotoCanvas isInert={isExporting} />
          <DropZone onOpen={chooseFiles} />
        </div>
        {!isEmpty && <FilmStrip onAdd={chooseFiles} />}
        <aside class="st-side" inert={isEmpty}>
          <Panel session={session} view={view} strings={strings} frame="bare" platform={platform} hostName={hostName} onExport={onExport} />
        </aside>
      </div>
      <FileChooser inputRef={chooser} />
      <Notices />
      {isExporting && <ExportDialog />}
    </div>
  );
}

function FileChooser({ inputRef }: { readonly inputRef: { readonly current: HTMLInputElement | null } }): JSX.Element {
  const { studio } = useStudioServices();
  return (
    <input
      ref={inputRef}
      class="st-chooser"
      type="file"
      multiple
      hidden
      accept={ACCEPTED_TYPES}
      onChange={(event) => {
        const files = [...(event.currentTarget.files ?? [])];
        event.currentTarget.value = '';
        void studio.addFiles(files);
      }}
    />
  );
}
