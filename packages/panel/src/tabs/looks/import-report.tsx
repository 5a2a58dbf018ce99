import type { JSX } from 'preact';
import { Button } from '../../components/button.js';
import { Sheet } from '../../components/sheet.js';
import { useStrings } from '../../hooks/context.js';
import type { ImportedLookFile } from '@openretouch/core/worker';
import { differencesOf } from '../../session/looks/import-look.js';

export interface ImportReportProps {
  readonly look: ImportedLookFile;
  readonly onUse: () => void;
  readonly onClose: () => void;
}

/** What became of each field of another program's look. */
export function ImportReport({ look, onUse, onClose }: ImportReportProps): JSX.Element {
  const { text, plural } = useStrings();
  const differences = differencesOf(look);
  const keptCount = look.report?.filter(({ status }) => status === 'mapped').length ?? 0;
  return (
    <Sheet
      title={look.recipe.name}
      onClose={onClose}
      foot={
        <Button kind="primary" onClick={onUse}>
          {text('looks.use')}
        </Button>
      }
    >
      {look.report !== undefined && <p>{plural('looks.fieldsKept', keptCount)}</p>}
      {look.notes.map((note) => (
        <p key={note} class="or-hint">
          {note}
        </p>
      ))}
      {differences.length > 0 && (
        <ul class="or-report">
          {differences.map(({ field, value, status, becomes, why }) => (
            <li key={field} data-status={status}>
              <b>
                {field} <span>{value}</span>
              </b>
              <em>{text(status === 'dropped' ? 'looks.dropped' : 'looks.approximated')}</em>
              <small>{becomes === undefined ? why : `${becomes}. ${why}`}</small>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
