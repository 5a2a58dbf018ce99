import type { JSX } from 'preact';
import { Sheet } from '../components/sheet.js';
import { Switch } from '../components/switch.js';
import { usePanel, useView } from '../hooks/context.js';
import type { StringKey } from '../strings/strings.js';

const KEYS: readonly (readonly [keys: string, what: StringKey])[] = [
  ['A', 'menu.keyAuto'],
  ['\\', 'menu.keyHold'],
  ['Y', 'menu.keySplit'],
  ['J', 'menu.keyClip'],
  ['B', 'menu.keyBrush'],
  ['X', 'menu.keyErase'],
  ['[  ]', 'menu.keySize'],
  ['O', 'menu.keyMask'],
  ['W', 'menu.keyPicker'],
  ['V', 'menu.keyMove'],
  ['F', 'menu.keyFavourite'],
  ['Ctrl Z, Ctrl Shift Z', 'menu.keyUndo'],
  ['Ctrl E', 'menu.keyExport'],
  ['Esc', 'menu.keyEscape'],
  ['← →', 'menu.keyArrows'],
  ['Del', 'menu.keyDelete'],
];

export function KeyboardSheet({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { view, strings } = usePanel();
  const { text } = strings;
  const hasLetterKeys = useView((state) => state.hasLetterKeys);
  return (
    <Sheet title={text('menu.keyboard')} onClose={onClose}>
      <dl class="or-facts or-keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>{text(what)}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <Switch label={text('menu.letterKeys')} isOn={hasLetterKeys} onChange={(isOn) => view.patch({ hasLetterKeys: isOn })} />
      <p class="or-hint">{text('menu.letterKeysHelp')}</p>
    </Sheet>
  );
}
