import { useStore } from '@openretouch/panel';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Words } from '../words/words.js';
import type { StudioState } from './state.js';
import type { Studio } from './studio.js';

/** What every part of the page can reach, beside the panel's own. */
export interface StudioServices {
  readonly studio: Studio;
  readonly words: Words;
}

export const StudioContext = createContext<StudioServices | undefined>(undefined);

export function useStudioServices(): StudioServices {
  const services = useContext(StudioContext);
  if (services === undefined) throw new Error('StudioContext: empty (expected the component inside <StudioPage>)');
  return services;
}

/** Draws again when the selected part of the page's state is another one. */
export function useStudio<T>(select: (state: StudioState) => T): T {
  return useStore(useStudioServices().studio.store, select);
}
