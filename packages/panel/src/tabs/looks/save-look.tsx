import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { isUntouched } from '../../session/edit.js';
import { lookGalleryOf } from '../../session/looks/look-gallery.js';

/** Names what is done to the photo, and keeps it as a look. */
export function SaveLook(): JSX.Element {
  const { session, strings } = usePanel();
  const { text } = strings;
  const [name, setName] = useState('');
  // What is painted belongs to its photo.
  const hasSomething = useSession(({ edit: { brush: _brush, ...edit } }) => !isUntouched(edit));
  const isReady = hasSomething && name.trim() !== '';
  const save = (): void => {
    if (!isReady) return;
    setName('');
    void lookGalleryOf(session).saveEdit(name.trim());
  };
  return (
    <div class="or-row">
      <input
        class="or-text"
        aria-label={text('looks.name')}
        placeholder={text('looks.name')}
        maxLength={128}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
        }}
      />
      <Button isDisabled={!isReady} title={text('looks.saveHelp')} onClick={save}>
        {text('looks.save')}
      </Button>
    </div>
  );
}
