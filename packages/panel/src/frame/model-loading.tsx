import type { JSX } from 'preact';
import { useStrings } from '../hooks/context.js';

export interface ModelLoadingProps {
  readonly doneBytes: number;
  readonly allBytes: number;
}

/** How far the models are, on the first start. */
export function ModelLoading({ doneBytes, allBytes }: ModelLoadingProps): JSX.Element {
  const { text, number } = useStrings();
  const fraction = allBytes === 0 ? 0 : doneBytes / allBytes;
  const megabytes = (bytes: number): string => number(bytes / 1e6, { digits: 1 });
  return (
    <div class="or-loading" role="progressbar" aria-label={text('auto.loadingTitle')} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(fraction * 100)}>
      <div class="or-loading-head">
        <b>{text('auto.loadingTitle')}</b>
        <span>{text('auto.loadingSize', { done: megabytes(doneBytes), all: megabytes(allBytes) })}</span>
      </div>
      <div class="or-bar">
        <i style={{ width: `${fraction * 100}%` }} />
      </div>
      <p class="or-hint">{text('auto.loadingText')}</p>
    </div>
  );
}
