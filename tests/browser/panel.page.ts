import { type HostCapabilities, HostError, MemoryHost, type Raster } from '@openretouch/core';
import { RetouchEngine } from '@openretouch/core/worker';
import { createStrings, createView, mountPanel, type PanelView, type Platform, Session, type StringTable, type ViewStore } from '@openretouch/panel';

/** A panel as a test wants it. Plain data. */
export interface PanelScene {
  readonly photo?: { readonly width: number; readonly height: number; readonly base64: string };
  readonly name?: string;
  readonly locale?: { readonly tag: string; readonly table: StringTable };
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
  readonly view?: Partial<PanelView>;
  /** Takes away what Figma does not have. */
  readonly isLimited?: boolean;
  /** The layer holds no pixels. */
  readonly isUnsupported?: boolean;
}

export interface RunningPanel {
  readonly session: Session;
  readonly view: ViewStore;
  readonly host: MemoryHost;
  readonly saved: { readonly name: string; readonly bytes: number }[];
  clipboard: string | undefined;
}

let running: RunningPanel | undefined;

/** @returns what the last {@link showPanel} made. */
export function current(): RunningPanel {
  if (running === undefined) throw new Error('panel: not shown (expected showPanel before)');
  return running;
}

const WITHOUT_LAYERS = ({ native: _native, masks, ...rest }: HostCapabilities): HostCapabilities => ({ ...rest, native: {}, masks: { ...masks, layerMask: false }, write: { ...rest.write, maximumSide: 4096, mask: false } });

/** Shows a panel over a host in memory and an engine on this page's thread. */
export async function showPanel(scene: PanelScene): Promise<void> {
  const { photo, name = 'Machu Picchu', locale, theme = 'neutral-dark', width = 300, height = 860, view: fields, isLimited = false, isUnsupported = false } = scene;
  document.documentElement.lang = locale?.tag ?? 'en';
  document.documentElement.dataset.theme = theme;
  Object.assign(document.body.style, { margin: '0', background: '#777' });
  const box = document.createElement('main');
  Object.assign(box.style, { width: `${width}px`, height: `${height}px` });
  document.body.replaceChildren(box);

  const host = new MemoryHost(isLimited ? { limit: WITHOUT_LAYERS } : {});
  if (photo !== undefined) {
    const documentId = host.editor.addDocument('document');
    const layerId = host.editor.addPicture(documentId, { name, raster: decode(photo) });
    host.editor.selectLayers(documentId, [layerId]);
  }
  if (isUnsupported) host.readPixels = () => Promise.reject(new HostError('unsupported', 'layer: text (expected pixels)'));
  const engine = new RetouchEngine({ pause: () => new Promise((resolve) => setTimeout(resolve, 0)) });
  const session = new Session({ host, engine, now: () => performance.now() });
  const view = createView(fields);
  const started: RunningPanel = { session, view, host, saved: [], clipboard: undefined };
  running = started;
  const platform: Platform = {
    copyText: async (text) => {
      started.clipboard = text;
      return true;
    },
    readText: async () => started.clipboard,
    saveFile: async (file, bytes) => {
      started.saved.push({ name: file, bytes: bytes.length });
      return true;
    },
    openStudio: () => undefined,
    openLarger: () => undefined,
  };
  mountPanel(box, { session, view, strings: createStrings(locale?.tag, locale?.table), platform, hostName: isLimited ? 'Figma' : 'Photopea' });
  await session.start();
  await session.settled();
}

function decode({ width, height, base64 }: NonNullable<PanelScene['photo']>): Raster {
  const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return { data, width, height, channels: 4, bitDepth: 8, encoding: 'srgb', alpha: 'straight' };
}
