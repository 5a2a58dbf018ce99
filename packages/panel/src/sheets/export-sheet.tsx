import type { JSX } from 'preact';
import { Sheet } from '../components/sheet.js';
import { useStrings } from '../hooks/context.js';

export function ExportSheet({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { text } = useStrings();
  return (
    <Sheet title={text('exporting.title')} onClose={onClose}>
      <div />
    </Sheet>
  );
}
