import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FileDrop } from '../../components/file-drop.js';
import { Icon } from '../../components/icon.js';
import { usePanel } from '../../hooks/context.js';
import type { ImportedLookFile } from '@openretouch/core/worker';
import { differencesOf, LOOK_FILE_TYPES, readLookFile } from '../../session/looks/import-look.js';
import { lookGalleryOf } from '../../session/looks/look-gallery.js';
import { ImportReport } from './import-report.js';

/** Takes look files; what a format says otherwise than we do is told field by field before the look is used. */
export function ImportLook({ onImported }: { readonly onImported: () => void }): JSX.Element {
  const { session, strings, platform } = usePanel();
  const { text } = strings;
  const [read, setRead] = useState<ImportedLookFile>();
  const [failure, setFailure] = useState<{ readonly name: string; readonly details: string }>();
  const use = async ({ recipe }: ImportedLookFile): Promise<void> => {
    setRead(undefined);
    await lookGalleryOf(session).add(recipe);
    onImported();
  };
  const take = async (file: File): Promise<void> => {
    setFailure(undefined);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const look = await readLookFile(session, { name: file.name, type: file.type, bytes }, platform.decodePicture);
      if (look.notes.length === 0 && differencesOf(look).length === 0) await use(look);
      else setRead(look);
    } catch (error) {
      setFailure({ name: file.name, details: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <>
      <FileDrop icon="plus" title={text('looks.import')} hint=".retouch.json, .cube, .xmp, .acv, Hald" accept={LOOK_FILE_TYPES} isSlim onFiles={([file]) => void take(file)} />
      {failure !== undefined && (
        <p class="or-hint or-hint-with-icon or-is-warning" role="alert">
          <Icon name="warning" size={14} />
          <span title={failure.details}>{text('looks.importFailed', { name: failure.name })}</span>
        </p>
      )}
      {read !== undefined && <ImportReport look={read} onClose={() => setRead(undefined)} onUse={() => void use(read)} />}
    </>
  );
}
