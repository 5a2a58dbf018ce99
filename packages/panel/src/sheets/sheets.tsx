import type { JSX } from 'preact';
import { usePanel, useView } from '../hooks/context.js';
import { AboutSheet } from './about-sheet.js';
import { ExportSheet } from './export-sheet.js';
import { KeyboardSheet } from './keyboard-sheet.js';

/** Whatever covers the panel now. */
export function Sheets(): JSX.Element | null {
  const { view } = usePanel();
  const sheet = useView((state) => state.sheet);
  const onClose = (): void => view.patch({ sheet: undefined });
  switch (sheet) {
    case 'export':
      return <ExportSheet onClose={onClose} />;
    case 'keyboard':
      return <KeyboardSheet onClose={onClose} />;
    case 'about':
      return <AboutSheet onClose={onClose} />;
    case undefined:
      return null;
  }
}
