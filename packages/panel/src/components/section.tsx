import type { ComponentChildren, JSX } from 'preact';
import { useStrings } from '../hooks/context.js';
import { Icon } from './icon.js';
import { IconButton } from './icon-button.js';

export interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly isOpen: boolean;
  readonly isModified: boolean;
  /** Switched off: its steps stay in the recipe. */
  readonly isOff: boolean;
  readonly children: ComponentChildren;
  readonly onToggleOpen: () => void;
  /** With the Alt key everything is meant, not the section alone. */
  readonly onReset: (isEverything: boolean) => void;
  readonly onToggleOff: () => void;
}

/** Sliders that belong together, under a title that folds them away. */
export function Section({ id, title, isOpen, isModified, isOff, children, onToggleOpen, onReset, onToggleOff }: SectionProps): JSX.Element {
  const { text } = useStrings();
  return (
    <section class={`or-section${isOff ? ' or-is-off' : ''}`} data-section={id}>
      <div class="or-section-head">
        <h3>
          <button type="button" aria-expanded={isOpen} aria-controls={`or-section-${id}`} onClick={onToggleOpen}>
            <Icon name="chevron" size={14} />
            <span>{title}</span>
            {isModified && <i class="or-dot" aria-hidden="true" />}
          </button>
        </h3>
        <IconButton icon="reset" size={14} class="or-section-reset" label={text('frame.resetSection')} isDisabled={!isModified} onClick={(event) => onReset(event.altKey)} />
        <IconButton icon={isOff ? 'eye-off' : 'eye'} size={14} label={text('frame.toggleSection')} isPressed={!isOff} class="or-eye" onClick={onToggleOff} />
      </div>
      <div class="or-section-body" id={`or-section-${id}`} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </section>
  );
}
