import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import { moveFocus } from '../components/move-focus.js';
import { usePanel, useSession, useView } from '../hooks/context.js';
import { TABS, type TabDescription } from '../tabs/tabs.js';
import { chooseTab } from '../view/view.js';

/** The five tools; sticks to the top while what is below scrolls. */
export function TabBar({ onChoose }: { readonly onChoose: () => void }): JSX.Element {
  const { view, strings } = usePanel();
  const chosen = useView(({ tab }) => tab);
  const onKeyDown = (event: KeyboardEvent): void => moveFocus(event, 'tab')?.click();
  return (
    <div class="or-tabs" role="tablist" aria-label={strings.text('frame.tools')} onKeyDown={onKeyDown}>
      {TABS.map((tab) => (
        <Tab
          key={tab.id}
          tab={tab}
          isChosen={tab.id === chosen}
          onClick={() => {
            chooseTab(view, tab.id);
            onChoose();
          }}
        />
      ))}
    </div>
  );
}

interface TabProps {
  readonly tab: TabDescription;
  readonly isChosen: boolean;
  readonly onClick: () => void;
}

function Tab({ tab: { id, icon, isModified }, isChosen, onClick }: TabProps): JSX.Element {
  const { strings } = usePanel();
  const hasDot = useSession(isModified);
  return (
    <button type="button" role="tab" id={`or-tab-${id}`} aria-selected={isChosen} aria-controls="or-tab-panel" tabIndex={isChosen ? 0 : -1} onClick={onClick}>
      <Icon name={icon} />
      <span>{strings.text(`tabs.${id}`)}</span>
      {hasDot && <i class="or-dot" aria-hidden="true" />}
    </button>
  );
}
