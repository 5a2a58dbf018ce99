import type { Mask } from '@openretouch/core';
import { useEffect, useState } from 'preact/hooks';
import { usePanel, useSession } from '../../hooks/context.js';
import { readHostMask } from '../../session/brush/host-mask.js';
import type { SessionPhoto } from '../../session/state.js';

/** The mask that the brush acts through; `null` where the layer has none, `undefined` where nothing is painted, or it is still read. */
export function useBrushMask(photo: SessionPhoto | undefined): Mask | null | undefined {
  const { session } = usePanel();
  const source = useSession(({ edit }) => edit.brush?.source);
  const painted = useSession(({ edit }) => edit.brush?.mask);
  const [read, setRead] = useState<{ readonly photo: SessionPhoto; readonly mask: Mask | null }>();
  useEffect(() => {
    if (source !== 'host' || photo === undefined) return undefined;
    let isWanted = true;
    readHostMask(session.host, photo).then(
      (mask) => isWanted && setRead({ photo, mask }),
      // The preview needs the same mask, and tells what is wrong.
      () => undefined,
    );
    return () => void (isWanted = false);
  }, [source, photo]);
  if (source !== 'host') return painted;
  return read?.photo === photo ? read?.mask : undefined;
}
