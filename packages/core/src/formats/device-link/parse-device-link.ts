import { InvalidFileError, UnsupportedFormatError } from '../../errors.js';
import type { EncodedSpace } from '../../raster/raster.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import { DEVICE_LINK_RANGES, type DeviceLinkForm, type DeviceLinkRange, MAXIMUM_DEVICE_LINK_SIZE, MINIMUM_DEVICE_LINK_SIZE } from './device-link.js';
import { type IccTags, readDeviceLinkTags, readSignature } from './icc-bytes.js';
import { readDescription, sequenceTag } from './icc-text.js';
import { decodeNodes, outputCodes } from './node-codes.js';
import { readTableTag } from './table-tags.js';

/** A DeviceLink of ours as read. */
export interface ParsedDeviceLink {
  /** Nodes as stored: with `headroom` they reach beyond 0..1, and a reader clips after interpolation. */
  readonly lut: Lut3dTransform;
  readonly title: string;
  readonly form: DeviceLinkForm;
  readonly range: DeviceLinkRange;
}

const SPACES: readonly EncodedSpace[] = ['srgb', 'display-p3'];

/**
 * Reads a DeviceLink profile that `writeDeviceLink` has written.
 *
 * @throws {@link InvalidFileError} for bytes that are no DeviceLink between RGB and RGB, or a damaged one.
 * {@link UnsupportedFormatError} for one of another program: its curves, matrices and unnamed spaces have no place in a LUT.
 */
export function parseDeviceLink(bytes: Uint8Array): ParsedDeviceLink {
  const tags = readDeviceLinkTags(bytes);
  if (tags === undefined) throw fault('these bytes', 'an ICC DeviceLink profile from RGB to RGB');
  const [description, sequence, table] = ['desc', 'pseq', 'A2B0'].map((name) => requireTag(tags, name));
  const form: DeviceLinkForm = readSignature(table, 0) === 'mAB ' ? 'mAB' : 'mft2';
  const parts = readTableTag(table);
  const range = DEVICE_LINK_RANGES.find((candidate) => parts !== undefined && isSame(parts.output, outputCodes(candidate)));
  const space = SPACES.find((candidate) => isSame(sequence, sequenceTag(candidate, form === 'mAB' ? 4 : 2)));
  if (parts === undefined || range === undefined || space === undefined) {
    const expected = 'one that OpenRetouch has written; make its LUT a .cube file first';
    throw new UnsupportedFormatError(`the DeviceLink profile ${JSON.stringify(readDescription(description).slice(0, 60))} is of another program or damaged (expected ${expected})`, { expected });
  }
  const { size, nodes } = parts;
  if (size < MINIMUM_DEVICE_LINK_SIZE || size > MAXIMUM_DEVICE_LINK_SIZE) throw fault(`${size} nodes an edge`, `${MINIMUM_DEVICE_LINK_SIZE} to ${MAXIMUM_DEVICE_LINK_SIZE}`);
  return { lut: { kind: 'lut3d', size, values: decodeNodes(nodes, size, range), space }, title: readDescription(description), form, range };
}

function requireTag(tags: IccTags, name: string): Uint8Array {
  const tag = tags.get(name);
  if (tag === undefined) throw fault(`no tag ${name}`, 'desc, pseq and A2B0, each within the file');
  return tag;
}

function isSame(found: ArrayLike<number>, expected: ArrayLike<number>): boolean {
  return found.length === expected.length && Array.prototype.every.call(found, (value, i) => value === expected[i]);
}

function fault(found: string, expected: string): InvalidFileError {
  return new InvalidFileError(`DeviceLink: ${found} (expected ${expected})`, { value: found, expected });
}
