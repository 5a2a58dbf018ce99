import { useEffect, useState } from 'preact/hooks';
import { type BakedEdit, bakeEdit } from '../export/bake-edit.js';
import { usePanel, useSession } from '../hooks/context.js';
import { problemOf } from '../session/problem.js';

/** Bakes the present edit at a size while it is wanted; `undefined` until it is measured. */
export function useBakedEdit(isWanted: boolean, size: number): BakedEdit | undefined {
  const { session } = usePanel();
  const photo = useSession((state) => state.photo);
  const edit = useSession((state) => state.edit);
  const [baked, setBaked] = useState<BakedEdit>();
  useEffect(() => {
    setBaked(undefined);
    if (!isWanted || photo === undefined) return undefined;
    const controller = new AbortController();
    bakeEdit(session.engine, photo, edit, size, controller.signal).then(setBaked, (error: unknown) => {
      if (!controller.signal.aborted) session.store.patch({ problem: problemOf(error, 'export') });
    });
    return () => controller.abort();
  }, [isWanted, size, photo, edit]);
  return baked;
}
