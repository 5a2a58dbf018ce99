import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import type { IconName } from '../components/icons.js';
import { moveFocus } from '../components/move-focus.js';
import { Popover } from '../components/popover.js';
import { usePanel, useSession } from '../hooks/context.js';
import { isUntouched } from '../session/edit.js';
import { copyLook, pasteLook } from '../session/look-text.js';

interface MenuItem {
  readonly icon: IconName;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly act: () => void;
}

/** Everything that is wanted seldom. */
export function MenuPopover({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { session, view, strings, platform, menuStart } = usePanel();
  const { text } = strings;
  const isPlain = useSession(({ edit }) => isUntouched(edit));
  const hasPhoto = useSession(({ photo }) => photo !== undefined);
  const items: readonly MenuItem[] = [
    { icon: 'copy', label: text('menu.copyLook'), isDisabled: isPlain, act: () => void copyLook(session, platform) },
    { icon: 'file', label: text('menu.pasteLook'), isDisabled: !hasPhoto, act: () => void pasteLook(session, platform) },
    { icon: 'reset', label: text('frame.resetAll'), isDisabled: isPlain, act: () => session.resetAll() },
    ...(platform.openLarger === undefined ? [] : [{ icon: 'larger', label: text('frame.larger'), act: () => platform.openLarger?.() } as const]),
    { icon: 'keyboard', label: text('menu.keyboard'), act: () => view.patch({ sheet: 'keyboard' }) },
    { icon: 'info', label: text('menu.about'), act: () => view.patch({ sheet: 'about' }) },
  ];
  return (
    <Popover label={text('frame.more')} class="or-menu" onClose={onClose}>
      {menuStart !== undefined && (
        <>
          {menuStart}
          <hr />
        </>
      )}
      <div role="menu" aria-label={text('frame.more')} onKeyDown={(event) => void moveFocus(event, 'menuitem')}>
        {items.map(({ icon, label, isDisabled = false, act }) => (
          <button
            key={label}
            type="button"
            role="menuitem"
            disabled={isDisabled}
            onClick={() => {
              onClose();
              act();
            }}
          >
            <Icon name={icon} />
            <span>{label}</span>
          </button>
        ))}
      </div>
    </Popover>
  );
}
