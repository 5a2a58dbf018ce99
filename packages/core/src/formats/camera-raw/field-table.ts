import type { CameraRawField } from './field.js';
import { LOOK_FIELDS } from './fields-of-looks.js';
import { OTHER_FIELDS } from './fields-without-counterpart.js';

/** Every field known of Camera Raw's settings: what it becomes, how well, and why. */
export const CAMERA_RAW_FIELDS: readonly CameraRawField[] = [...LOOK_FIELDS, ...OTHER_FIELDS];

const exact = new Map(CAMERA_RAW_FIELDS.flatMap((field) => field.names.filter((name) => !name.endsWith('*')).map((name) => [name, field])));
const beginnings = CAMERA_RAW_FIELDS.flatMap((field) => field.names.filter((name) => name.endsWith('*')).map((name) => [name.slice(0, -1), field] as const));

/** @returns the row of a field, `undefined` for a name that no row has. */
export function findCameraRawField(name: string): CameraRawField | undefined {
  return exact.get(name) ?? beginnings.find(([beginning]) => name.startsWith(beginning))?.[1];
}
