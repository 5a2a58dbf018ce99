import type { ComponentChildren, JSX } from 'preact';
import type { SectionId } from '../../catalogue/sections.js';
import { Section } from '../../components/section.js';
import { usePanel, useSession, useView } from '../../hooks/context.js';
import { isSectionModified, isSectionOff, resetSection, setSectionOff } from '../../session/adjust.js';

export interface AdjustSectionProps {
  readonly id: SectionId;
  readonly children: ComponentChildren;
}

/** A section of sliders: folds, resets, and switches its steps. */
export function AdjustSection({ id, children }: AdjustSectionProps): JSX.Element {
  const { session, view, strings } = usePanel();
  const isOpen = useView(({ openSections }) => openSections.includes(id));
  const isModified = useSession(({ edit }) => isSectionModified(edit, id));
  const isOff = useSession(({ edit }) => isSectionOff(edit, id));
  const toggleOpen = (): void => {
    const { openSections } = view.get();
    view.patch({ openSections: isOpen ? openSections.filter((other) => other !== id) : [...openSections, id] });
  };
  return (
    <Section
      id={id}
      title={strings.text(`adjust.${id}`)}
      isOpen={isOpen}
      isModified={isModified}
      isOff={isOff}
      onToggleOpen={toggleOpen}
      onReset={(isEverything) => (isEverything ? session.resetAll() : session.change((edit) => resetSection(edit, id)))}
      onToggleOff={() => session.change((edit) => setSectionOff(edit, id, !isOff))}
    >
      {children}
    </Section>
  );
}
