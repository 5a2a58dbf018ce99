import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Sheet } from '../components/sheet.js';
import { encodePng } from '../export/encode-png.js';
import { curvesFile, type ExportFile, lutFile, LUT_SIZES, type LutFormat, presetFile, styleFile } from '../export/export-file.js';
import { completeName, slugOf } from '../export/file-name.js';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { styleRecipe } from '../session/auto-operations.js';
import { ExportKinds } from './export-kinds.js';
import { LutOptions } from './lut-options.js';
import { useBakedEdit } from './use-baked-edit.js';

const EXTENSIONS = { preset: 'retouch.json', style: 'retouch.json', curves: 'acv' } as const;
const LUT_EXTENSIONS: Readonly<Record<LutFormat, string>> = { cube: 'cube', hald: 'hald.png', tiles: 'tiles.png' };

/** Takes what was done away as a file: a table with its measured error, a preset, a style, curves. */
export function ExportSheet({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { session, strings, platform } = usePanel();
  const { text } = strings;
  const kind = useView(({ exportKind }) => exportKind);
  const edit = useSession((state) => state.edit);
  const style = useSession((state) => state.style);
  const photoName = useSession(({ photo }) => photo?.target.name ?? '');
  const [format, setFormat] = useState<LutFormat>('cube');
  const [size, setSize] = useState(LUT_SIZES.cube[1]);
  const [typed, setTyped] = useState<string>();
  const baked = useBakedEdit(kind === 'lut', size);
  const id = useId();
  const extension = kind === 'lut' ? LUT_EXTENSIONS[format] : EXTENSIONS[kind];
  const name = completeName(typed ?? slugOf(kind === 'style' ? (style?.name ?? '') : photoName), extension);

  const fileOf = (): ExportFile | undefined => {
    if (kind === 'preset') return presetFile(edit, photoName);
    if (kind === 'curves') return curvesFile(edit);
    if (kind === 'style') return style === undefined ? undefined : styleFile(styleRecipe(style));
    return baked === undefined ? undefined : lutFile(format, baked.baked, photoName);
  };
  const save = async (): Promise<void> => {
    const file = fileOf();
    if (file === undefined) return;
    const bytes = 'bytes' in file ? file.bytes : await encodePng(file.picture);
    if (!(await platform.saveFile(name, bytes, file.type))) return;
    onClose();
    session.say('saved');
  };
  return (
    <Sheet
      title={text('exporting.title')}
      onClose={onClose}
      foot={
        <Button kind="primary" icon="export" isDisabled={kind === 'lut' && baked === undefined} onClick={() => void save()}>
          {text('exporting.save')}
        </Button>
      }
    >
      <ExportKinds />
      {kind === 'lut' && (
        <LutOptions
          format={format}
          size={size}
          baked={baked}
          onFormat={(next) => {
            setFormat(next);
            setSize(LUT_SIZES[next][1]);
          }}
          onSize={setSize}
        />
      )}
      {kind === 'preset' && edit.brush !== undefined && <p class="or-hint">{text('exporting.maskLeftOut')}</p>}
      {kind === 'curves' && <p class="or-hint">{text('exporting.curvesOnly')}</p>}
      <div class="or-field">
        <label class="or-field-label" for={id}>
          {text('exporting.fileName')}
        </label>
        <input class="or-text" id={id} value={typed ?? name} onInput={(event) => setTyped(event.currentTarget.value)} onBlur={() => setTyped(typed === undefined ? undefined : name)} />
      </div>
    </Sheet>
  );
}
