import { createView, loadStrings, LOCALES, Session } from '@openretouch/panel';
import { render } from 'preact';
import { encodePhoto } from '../files/encode-photo.js';
import { openUserStorage } from '../host/user-storage.js';
import { WebHost } from '../host/web-host.js';
import { createWords } from '../words/words.js';
import { openEngine } from './open-engine.js';
import { openPlatform } from './open-platform.js';
import type { Theme } from './state.js';
import { Studio } from './studio.js';
import { StudioPage } from './studio-page.js';

/** Longer side of previews: quick enough to follow a slider; where the photo is shown larger a sharper picture follows when it rests. */
const PREVIEW_SIDE = 1024;

async function start(): Promise<void> {
  const base = document.baseURI;
  const readJson = async (file: string): Promise<unknown> => {
    const response = await fetch(new URL(file, base));
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    return response.json();
  };
  const [storage, strings] = await Promise.all([openUserStorage(), loadStrings(navigator.languages, (locale) => readJson(`locales/${locale}.json`))]);
  const words = createWords(strings.locale, !(LOCALES as readonly string[]).includes(strings.locale) ? {} : ((await readJson(`studio-locales/${strings.locale}.json`).catch(() => ({}))) as Record<string, unknown>));
  document.documentElement.lang = strings.locale;
  const platform = openPlatform();
  const view = createView({ tab: 'adjust' });
  const host = new WebHost({ encode: encodePhoto, storage, output: () => studio.output });
  const engine = openEngine((raster) => host.reloadOf(raster), base);
  const session = new Session({ host, engine, previewSide: PREVIEW_SIDE, now: () => performance.now() });
  const studio: Studio = new Studio({
    host,
    session,
    platform,
    theme: await readTheme(storage.get.bind(storage)),
    describe: { notOpened: words.text('notOpened'), notSaved: (name) => words.text('notSaved', { name }), cancelled: words.text('cancelled') },
  });
  const element = document.getElementById('studio');
  if (element === null) throw new Error('the page has no place for the Studio');
  render(<StudioPage studio={studio} view={view} strings={strings} words={words} platform={platform} />, element);
  await studio.start();
  if (!storage.isKept) studio.note(words.text('notKept'));
}

async function readTheme(read: (key: string) => Promise<Uint8Array | null>): Promise<Theme> {
  const stored = await read('studio.theme').catch(() => null);
  const name = stored === null ? '' : new TextDecoder().decode(stored);
  if (name === 'neutral-dark' || name === 'neutral-light') return name;
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'neutral-light' : 'neutral-dark';
}

/** Keeps the page's own files for when there is no network; where that is not allowed the page works without. */
function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI)).catch(() => undefined);
}

void start();
keepOffline();
