import type { JSX } from 'preact';
import { usePanel, useSession } from '../hooks/context.js';
import { engineWords } from './engine-words.js';

export interface EngineButtonProps {
  readonly isExpanded: boolean;
  readonly onClick: () => void;
}

export function EngineButton({ isExpanded, onClick }: EngineButtonProps): JSX.Element {
  const { strings } = usePanel();
  const status = useSession((state) => state.engineStatus);
  const { short, led } = engineWords(status);
  const label = `${strings.text('engine.title')}: ${short === '' ? strings.text('engine.starting') : short}`;
  return (
    <button type="button" class="or-engine" aria-expanded={isExpanded} aria-label={label} title={label} onClick={onClick}>
      <i class="or-led" data-kind={led} />
      {short !== '' && <span>{short}</span>}
    </button>
  );
}
