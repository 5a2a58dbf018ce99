import type { Operation, PlanContext, ResolvedOperation } from '../operations/operation.js';
import type { CurveTransform, Transform } from '../transforms/transform.js';

/** A colour map fills a table of half a megabyte; a panel shows a dozen operations. */
const DEFAULT_CAPACITY = 16;

/** What operations resolved to without looking at the photo; made by {@link createPlanCache}. */
export interface PlanCache {
  /** Resolves an operation, or answers what it resolved to for the same parameters and space. */
  resolve(operation: Operation, parameters: Readonly<Record<string, unknown>>, context: PlanContext): ResolvedOperation<Record<string, unknown>>;
}

interface Entry {
  readonly operation: Operation;
  readonly resolved: ResolvedOperation<Record<string, unknown>>;
}

/**
 * Makes a cache for plans of one panel, or of many photos with one recipe: an operation whose parameters stay the same, and that
 * does not look at the photo, is resolved once. Its tables are then shared by the plans.
 *
 * @param capacity - resolved operations to keep, at least 1; the one not used for longest goes. Default 16, about 8 MB of
 * colour maps.
 * @remarks *Convention:* tables of cached plans must not be written to. One that was transferred to another thread is made again.
 */
export function createPlanCache(capacity: number = DEFAULT_CAPACITY): PlanCache {
  const entries = new Map<string, Entry>();
  return {
    resolve(operation, parameters, context) {
      const key = `${operation.name} ${context.space} ${JSON.stringify(parameters)}`;
      const known = entries.get(key);
      if (known?.operation === operation && known.resolved.transforms.every(isWhole)) {
        entries.delete(key);
        entries.set(key, known);
        return known.resolved;
      }
      let isOfPhoto = false;
      // Whatever the planner offers besides the space is of the photo or of its recipe.
      const watched = new Proxy(context, {
        get(target, name: keyof PlanContext) {
          isOfPhoto ||= name !== 'space';
          return target[name];
        },
      });
      const resolved = operation.resolve(parameters, watched);
      if (!isOfPhoto) {
        entries.set(key, { operation, resolved });
        if (entries.size > capacity) entries.delete(entries.keys().next().value as string);
      }
      return resolved;
    },
  };
}

/** Whether its tables are still here. */
function isWhole(transform: Transform): boolean {
  switch (transform.kind) {
    case 'matrix':
      return true;
    case 'curve':
      return areWhole(transform);
    case 'lut3d':
      return transform.values.length > 0;
    case 'grid':
      return transform.data.length > 0;
  }
}

function areWhole({ curves }: CurveTransform): boolean {
  return curves.every((curve) => curve.kind === 'named' || curve.values.length > 0);
}
