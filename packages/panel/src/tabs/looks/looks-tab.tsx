import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../components/button.js';
import { Segmented } from '../../components/segmented.js';
import { Slider } from '../../components/slider.js';
import { usePanel, useSession } from '../../hooks/context.js';
import { useStore } from '../../hooks/use-store.js';
import { BUILT_IN_LOOKS } from '../../session/looks/look-entry.js';
import { lookGalleryOf } from '../../session/looks/look-gallery.js';
import { lookThumbnailsOf } from '../../session/looks/look-thumbnails.js';
import { ImportLook } from './import-look.js';
import { LookGrid } from './look-grid.js';
import { findLooks } from './look-words.js';
import { SaveLook } from './save-look.js';

type Shown = 'all' | 'favourites' | 'mine';

/** Looks on the user's own photo, as it is after Auto. */
export function LooksTab(): JSX.Element {
  const { session, strings } = usePanel();
  const { text } = strings;
  const gallery = lookGalleryOf(session);
  const { favourites, mine, removed, isKept } = useStore(gallery.store, (state) => state);
  const [shown, setShown] = useState<Shown>('all');
  const [query, setQuery] = useState('');
  const look = useSession(({ edit }) => edit.look);
  useEffect(() => {
    lookThumbnailsOf(session).idle = waitForIdle;
    void gallery.load();
  }, [session, gallery]);

  const all = [...mine, ...BUILT_IN_LOOKS];
  const set = shown === 'mine' ? mine : shown === 'favourites' ? all.filter(({ id }) => favourites.includes(id)) : all;
  const found = findLooks(set, query, strings);
  return (
    <>
      <div class="or-pad or-stack or-looks-head">
        <Segmented
          label={text('looks.show')}
          items={[
            { value: 'all', label: text('looks.all') },
            { value: 'favourites', label: text('looks.favourites'), icon: 'heart' },
            { value: 'mine', label: text('looks.mine') },
          ]}
          value={shown}
          onChange={setShown}
        />
        <input class="or-text" type="search" aria-label={text('looks.search')} placeholder={text('looks.search')} value={query} onInput={(event) => setQuery(event.currentTarget.value)} />
      </div>
      {found.length === 0 && (shown !== 'all' || query !== '') && <p class="or-pad or-hint">{text(query !== '' ? 'looks.notFound' : shown === 'mine' ? 'looks.noneMine' : 'looks.noFavourites')}</p>}
      <LookGrid looks={found} favourites={favourites} hasNone={query === '' && shown !== 'mine'} isGrouped={query === '' && shown === 'all'} />
      {removed !== undefined && (
        <p class="or-pad or-row or-hint" role="status">
          <span>{text('looks.removed', { name: removed.name })}</span>
          <Button kind="link" onClick={() => void gallery.restore()}>
            {text('frame.undo')}
          </Button>
        </p>
      )}
      <div class="or-pad or-stack">
        {shown === 'mine' && <SaveLook />}
        <ImportLook onImported={() => setShown('mine')} />
        {!isKept && <p class="or-hint">{text('looks.notKept')}</p>}
      </div>
      {look !== undefined && (
        <div class="or-look-strength">
          <Slider
            label={text('looks.strength')}
            value={Math.round(look.strength * 100)}
            minimum={0}
            maximum={100}
            step={1}
            default={100}
            fillFrom={0}
            unit="%"
            onChange={(percent) => session.setLook({ ...look, strength: percent / 100 })}
            onGestureStart={() => session.beginGesture()}
            onGestureEnd={() => session.endGesture()}
          />
        </div>
      )}
    </>
  );
}

/** The page draws and answers first. */
function waitForIdle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 200 });
    else setTimeout(resolve, 0);
  });
}
