import type { JSX } from 'preact';
import { Icon } from '../components/icon.js';
import { Sheet } from '../components/sheet.js';
import { useStrings } from '../hooks/context.js';

export function AboutSheet({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { text } = useStrings();
  return (
    <Sheet title={text('menu.about')} onClose={onClose}>
      <p>{text('menu.aboutText')}</p>
      <p>{text('menu.aboutLicence')}</p>
      <p class="or-hint or-hint-with-icon">
        <Icon name="lock" size={14} />
        <span>{text('engine.check')}</span>
      </p>
    </Sheet>
  );
}
