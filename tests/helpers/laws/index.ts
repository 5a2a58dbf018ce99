import { APPLY_LAWS } from './apply-laws.js';
import type { Law } from './law.js';
import { PIXEL_LAWS } from './pixel-laws.js';
import { PLAN_LAWS } from './plan-laws.js';

/** Every law that a registered operation must obey. */
export const OPERATION_LAWS: readonly Law[] = [...PLAN_LAWS, ...PIXEL_LAWS, ...APPLY_LAWS];
