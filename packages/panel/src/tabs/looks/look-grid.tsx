import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { usePanel, useSession } from '../../hooks/context.js';
import { isLook, type LookEntry } from '../../session/looks/look-entry.js';
import { lookGalleryOf } from '../../session/looks/look-gallery.js';
import { groupTitle, lookTitle } from './look-words.js';
import { LookTile } from './look-tile.js';

/** Id of the tile without a look. */
const NONE = 'none';

export interface LookGridProps {
  readonly looks: readonly LookEntry[];
  readonly favourites: readonly string[];
  readonly hasNone: boolean;
  /** Under titles, as a whole list is read; a short one is not divided. */
  readonly isGrouped: boolean;
}

/** Looks in groups, in columns. One stop of the Tab key: arrows choose, F marks a favourite, Delete takes an own look away. */
export function LookGrid({ looks, favourites, hasNone, isGrouped }: LookGridProps): JSX.Element {
  const { session, strings } = usePanel();
  const gallery = lookGalleryOf(session);
  const used = useSession(({ edit }) => edit.look);
  const ref = useRef<HTMLDivElement>(null);
  const chosenId = used === undefined ? NONE : looks.find((look) => isLook(used, look))?.id;
  // The first ones stand beside the photo without a look and need no title.
  const [first, ...groups] = isGrouped ? [...new Set(looks.map(({ group }) => group))] : [];
  const stopId = looks.some(({ id }) => id === chosenId) || (hasNone && chosenId === NONE) ? chosenId : hasNone ? NONE : looks.at(0)?.id;

  const choose = (look: LookEntry | undefined): void => {
    if (look === undefined ? used !== undefined : !isLook(used, look)) session.setLook(look && { recipe: look.recipe, strength: 1 });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const id = (event.target as HTMLElement).dataset.look;
    const look = looks.find((entry) => entry.id === id);
    if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isRemoved = event.key === 'Delete' && look?.group === undefined && look !== undefined;
    if (event.key.toLowerCase() === 'f' && look !== undefined) void gallery.toggleFavourite(look.id);
    else if (isRemoved) removeFocused(event.target as HTMLElement, look);
    else {
      const tiles = [...(ref.current?.querySelectorAll<HTMLElement>('[role="radio"]') ?? [])];
      const target = tileAfterKey(event.key, event.target as HTMLElement, tiles);
      if (target === undefined) return;
      target.focus();
      target.click();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const removeFocused = (tile: HTMLElement, look: LookEntry): void => {
    const tiles = [...(ref.current?.querySelectorAll<HTMLElement>('[role="radio"]') ?? [])];
    (tiles[tiles.indexOf(tile) - 1] ?? tiles[tiles.indexOf(tile) + 1])?.focus();
    void gallery.remove(look);
  };
  const tile = (look: LookEntry | undefined): JSX.Element => {
    const id = look?.id ?? NONE;
    return (
      <LookTile
        key={id}
        id={id}
        look={look}
        title={look === undefined ? strings.text('looks.none') : lookTitle(look, strings)}
        isChosen={chosenId === id}
        isStop={stopId === id}
        isFavourite={favourites.includes(id)}
        onChoose={() => choose(look)}
        onFavourite={() => void gallery.toggleFavourite(id)}
        {...(look !== undefined && look.group === undefined ? { onRemove: () => void gallery.remove(look) } : {})}
      />
    );
  };
  return (
    <div class="or-looks" role="radiogroup" aria-label={strings.text('tabs.looks')} ref={ref} onKeyDown={onKeyDown}>
      <div class="or-look-group" role="presentation">
        {hasNone && tile(undefined)}
        {looks.filter(({ group }) => !isGrouped || group === first).map(tile)}
      </div>
      {groups.map((group) => (
        <div key={group ?? 'mine'} class="or-look-group" role="presentation">
          <span class="or-look-group-title">{groupTitle(group, strings)}</span>
          {looks.filter((look) => look.group === group).map(tile)}
        </div>
      ))}
    </div>
  );
}

/** Left and right go through all tiles, up and down to the tile nearest above and below. */
function tileAfterKey(key: string, from: HTMLElement, tiles: readonly HTMLElement[]): HTMLElement | undefined {
  const index = tiles.indexOf(from);
  if (key === 'Home') return tiles[0];
  if (key === 'End') return tiles.at(-1);
  if (key === 'ArrowRight') return tiles[index + 1];
  if (key === 'ArrowLeft') return tiles[index - 1];
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const here = from.getBoundingClientRect();
  const sign = key === 'ArrowDown' ? 1 : -1;
  const ahead = tiles.map((tile) => ({ tile, box: tile.getBoundingClientRect() })).filter(({ box }) => sign * (box.top - here.top) > here.height / 2);
  ahead.sort((a, b) => sign * (a.box.top - b.box.top) || Math.abs(a.box.left - here.left) - Math.abs(b.box.left - here.left));
  return ahead[0]?.tile;
}
