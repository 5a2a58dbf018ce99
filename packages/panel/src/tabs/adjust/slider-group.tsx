import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../components/icon.js';
import { usePanel, useView } from '../../hooks/context.js';

export interface SliderGroupProps {
  readonly id: string;
  readonly title: string;
  readonly isModified: boolean;
  readonly children: ComponentChildren;
}

/** A part of a section that is folded away at first. */
export function SliderGroup({ id, title, isModified, children }: SliderGroupProps): JSX.Element {
  const { view } = usePanel();
  const isOpen = useView(({ openSections }) => openSections.includes(id));
  const body = useId();
  const toggle = (): void => {
    const { openSections } = view.get();
    view.patch({ openSections: isOpen ? openSections.filter((other) => other !== id) : [...openSections, id] });
  };
  return (
    <div class="or-group">
      <button type="button" aria-expanded={isOpen} aria-controls={body} onClick={toggle}>
        <Icon name="chevron" size={14} />
        <span>{title}</span>
        {isModified && <i class="or-dot" aria-hidden="true" />}
      </button>
      <div class="or-group-body" id={body} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </div>
  );
}
