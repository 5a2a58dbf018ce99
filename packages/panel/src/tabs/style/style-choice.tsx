import type { JSX } from 'preact';
import { IconButton } from '../../components/icon-button.js';
import { Select } from '../../components/select.js';
import { usePanel } from '../../hooks/context.js';
import type { StringKey } from '../../strings/strings.js';
import { useShelf } from './use-shelf.js';

const NEW = 'new';

/** Which style is looked at: own ones first, then those that come with the models; a new one, and taking an own one away. */
export function StyleChoice(): JSX.Element {
  const { strings } = usePanel();
  const { text } = strings;
  const { shelf, state } = useShelf();
  const { styles, builtIn, chosen, work } = state;
  const own = shelf.chosen();
  const items = [
    ...styles.map(({ id, name }) => ({ value: id, label: name === '' ? text('style.unnamed') : name })),
    ...(styles.length === 0 ? [{ value: NEW, label: text('style.unnamed') }] : []),
    ...builtIn.map(({ id, name }) => ({ value: id, label: text('style.builtInName', { name }) })),
  ];
  return (
    <div class="or-field">
      <span class="or-field-label">{text('style.style')}</span>
      <div class="or-row">
        <Select label={text('style.style')} items={items} value={chosen ?? items[0].value} onChange={(id) => (id === NEW ? undefined : shelf.choose(id))} />
        <IconButton icon="plus" label={text('style.new')} class="or-boxed" isDisabled={work !== undefined} onClick={() => shelf.create(newName(styles.length + 1, text))} />
        {own !== undefined && <IconButton icon="trash" label={text('style.removeStyle')} class="or-boxed" isDisabled={work !== undefined} onClick={() => void shelf.remove()} />}
      </div>
      {own !== undefined && <input class="or-text" aria-label={text('style.name')} placeholder={text('style.name')} maxLength={128} value={own.name} onChange={(event) => void shelf.rename(event.currentTarget.value.trim())} />}
    </div>
  );
}

export function newName(count: number, text: (key: StringKey) => string): string {
  return count === 1 ? text('style.unnamed') : `${text('style.unnamed')} ${count}`;
}
