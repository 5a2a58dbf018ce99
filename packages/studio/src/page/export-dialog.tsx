import { Button, Icon, IconButton, type IconName, Segmented, type SegmentedItem, Select, Slider, Switch, useFocusTrap, usePanel, useSession } from '@openretouch/panel';
import type { ExportKind } from '@openretouch/panel';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { SAVED_FORMATS } from '../files/encode-photo.js';
import { useStudio, useStudioServices } from './context.js';
import { makeFileName } from './file-name.js';
import type { SaveScope } from './state.js';

const FORMAT_NAMES = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP' } as const;
const SIDES = [4096, 2048, 1080] as const;

/** Where retouched photos become files, and looks become files of other kinds. */
export function ExportDialog(): JSX.Element {
  const { view, strings } = usePanel();
  const { studio, words } = useStudioServices();
  const saving = useStudio((state) => state.saving);
  const ref = useRef<HTMLDivElement>(null);
  const close = (): void => {
    if (studio.state.saving === undefined) studio.store.patch({ isExporting: false });
  };
  useFocusTrap(ref, close);
  const openKind = (exportKind: ExportKind): void => {
    studio.store.patch({ isExporting: false });
    view.patch({ sheet: 'export', exportKind });
  };
  const kinds: readonly (readonly [ExportKind, IconName, string, string])[] = [
    ['lut', 'cube', strings.text('exporting.lut'), strings.text('exporting.lutText')],
    ['preset', 'file', strings.text('exporting.preset'), ''],
    ['style', 'heart', strings.text('exporting.style'), ''],
    ['curves', 'curve', strings.text('exporting.curves'), strings.text('exporting.curvesText')],
  ];
  return (
    <div class="st-scrim" onPointerDown={(event) => event.target === event.currentTarget && close()}>
      <div class="st-dialog" role="dialog" aria-modal="true" aria-labelledby="st-export-title" ref={ref} onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}>
        <header class="st-dialog-head">
          <h2 id="st-export-title">{words.text('exportTitle')}</h2>
          <IconButton icon="close" label={words.text('close')} isDisabled={saving !== undefined} onClick={close} />
        </header>
        <div class="st-kinds">
          <button type="button" aria-current="true" disabled={saving !== undefined}>
            <Icon name="photo" />
            <span>
              <b>{words.text('exportPhotos')}</b>
              <small>{words.text('exportPhotosText')}</small>
            </span>
          </button>
          {kinds.map(([kind, icon, title, text]) => (
            <button type="button" key={kind} disabled={saving !== undefined} onClick={() => openKind(kind)}>
              <Icon name={icon} />
              <span>
                <b>{title}</b>
                {text !== '' && <small>{text}</small>}
              </span>
            </button>
          ))}
        </div>
        <PhotoChoices />
      </div>
    </div>
  );
}

function PhotoChoices(): JSX.Element {
  const { strings } = usePanel();
  const { studio, words } = useStudioServices();
  const photos = useStudio((state) => state.photos);
  const selectedIds = useStudio((state) => state.selectedIds);
  const choices = useStudio((state) => state.choices);
  const saving = useStudio((state) => state.saving);
  const photo = useSession((state) => state.photo);
  const [scope, setScope] = useState<SaveScope>(selectedIds.length > 1 ? 'selected' : 'one');
  const [template, setTemplate] = useState(choices.nameTemplate);
  const count = studio.idsOf(scope).length;
  const exampleName = makeFileName(template, photo?.target.name ?? 'photo', 'jpg');
  const isWide = photo?.original.encoding === 'display-p3';
  const saveNow = (): void => {
    if (exampleName === undefined || saving !== undefined) return;
    studio.setChoices({ nameTemplate: template });
    void studio.save(scope);
  };
  const scopes: readonly SegmentedItem<SaveScope>[] = [
    { value: 'one', label: words.text('scope.one') },
    ...(selectedIds.length > 1 ? [{ value: 'selected' as const, label: words.plural('scope.selected', selectedIds.length) }] : []),
    ...(photos.length > 1 ? [{ value: 'all' as const, label: words.plural('scope.all', photos.length) }] : []),
  ];
  const sizes = [
    { value: 'full', label: scope === 'one' && photo !== undefined ? words.text('fullSize', { width: photo.width, height: photo.height }) : words.text('fullSizes') },
    ...SIDES.map((side) => ({ value: String(side), label: words.text('sidePixels', { n: side }) })),
  ];
  return (
    <>
      <div class="st-choices" inert={saving !== undefined}>
        {scopes.length > 1 && (
          <Field label={words.text('scope')}>
            <Segmented label={words.text('scope')} items={scopes} value={scope} onChange={setScope} />
          </Field>
        )}
        <div class="st-pair">
          <Field label={words.text('format')}>
            <Select label={words.text('format')} items={SAVED_FORMATS.map((value) => ({ value, label: FORMAT_NAMES[value] }))} value={choices.format} onChange={(format) => studio.setChoices({ format })} />
          </Field>
          <Field label={words.text('size')}>
            <Select label={words.text('size')} items={sizes} value={choices.maximumSide === undefined ? 'full' : String(choices.maximumSide)} onChange={(value) => studio.setChoices({ maximumSide: value === 'full' ? undefined : Number(value) })} />
          </Field>
        </div>
        {choices.format !== 'png' && (
          <Slider label={words.text('quality')} value={choices.quality} minimum={40} maximum={100} step={1} default={92} fillFrom={40} isTool onChange={(quality) => studio.setChoices({ quality: Math.round(quality) })} />
        )}
        <div class="st-pair">
          {isWide && (
            <Field label={words.text('space')}>
              <Select label={words.text('space')} items={[{ value: 'photo', label: words.text('spaceOfPhoto') }, { value: 'srgb', label: 'sRGB' }]} value={choices.space} onChange={(space) => studio.setChoices({ space })} />
            </Field>
          )}
          <label class="st-field">
            <span>{words.text('fileName')}</span>
            <input type="text" value={template} aria-invalid={exampleName === undefined} aria-describedby="st-name-help" onInput={(event) => setTemplate(event.currentTarget.value)} onKeyDown={(event) => event.key === 'Enter' && saveNow()} />
            <small id="st-name-help">{exampleName === undefined ? words.text('badName') : words.text('fileNameHelp')}</small>
          </label>
        </div>
        <div class="st-switches">
          <Switch label={words.text('metadata')} isOn={choices.keepsMetadata} onChange={(keepsMetadata) => studio.setChoices({ keepsMetadata })} />
          {choices.keepsMetadata && <Switch label={words.text('location')} isOn={choices.removesLocation} onChange={(removesLocation) => studio.setChoices({ removesLocation })} />}
          <Switch label={words.text('recipe')} isOn={choices.storesRecipe} onChange={(storesRecipe) => studio.setChoices({ storesRecipe })} />
        </div>
      </div>
      <footer class="st-dialog-foot">
        {saving === undefined ? (
          <p>
            <Icon name="lock" size={14} />
            {strings.text('frame.onDevice')}
          </p>
        ) : (
          <div class="st-saving" role="status">
            <progress value={(saving.doneCount + saving.fraction) / saving.allCount} aria-label={words.text('saving', { done: saving.doneCount + 1, all: saving.allCount })} />
            <span>{words.text('saving', { done: saving.doneCount + 1, all: saving.allCount })}</span>
          </div>
        )}
        {saving === undefined ? (
          <>
            <Button onClick={() => studio.store.patch({ isExporting: false })}>{words.text('cancel')}</Button>
            <Button kind="primary" icon="export" isDisabled={count === 0 || exampleName === undefined} onClick={saveNow}>
              {words.plural('save', count)}
            </Button>
          </>
        ) : (
          <Button onClick={() => studio.cancelSaving()}>{words.text('cancel')}</Button>
        )}
      </footer>
    </>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <div class="st-field">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
