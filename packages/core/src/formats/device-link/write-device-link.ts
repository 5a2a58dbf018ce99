import { InvalidArgumentError } from '../../errors.js';
import type { Lut3dTransform } from '../../transforms/transform.js';
import { toAscii } from '../lut-notes.js';
import { DEVICE_LINK_FORMS, DEVICE_LINK_RANGES, type DeviceLinkForm, type DeviceLinkRange, MAXIMUM_DEVICE_LINK_SIZE, MINIMUM_DEVICE_LINK_SIZE, requireOneOf } from './device-link.js';
import { assembleDeviceLink, type IccVersion } from './icc-bytes.js';
import { copyrightTag, descriptionTag, sequenceTag } from './icc-text.js';
import { encodeNodes, outputCodes } from './node-codes.js';
import { writeProfileId } from './profile-id.js';
import { lut16Tag, lutAToBTag, type TableParts } from './table-tags.js';

export interface WriteDeviceLinkOptions {
  /** The profile's description. Made ASCII, at most 60 characters. */
  readonly title: string;
  /** Default `mft2`. */
  readonly form?: DeviceLinkForm;
  /** Default `headroom`. */
  readonly range?: DeviceLinkRange;
  /** Made ASCII, at most 200 characters. Default: that there is none. */
  readonly copyright?: string;
}

const MAXIMUM_TITLE_LENGTH = 60;
const MAXIMUM_COPYRIGHT_LENGTH = 200;
const NO_COPYRIGHT = 'No copyright, use freely';

/**
 * Writes a LUT as an ICC DeviceLink profile from RGB to RGB: what Photoshop's and Photopea's Color Lookup layers render.
 *
 * @param lut - 2 to 65 nodes an edge. Programs apply the table to a document's own numbers, so its space has to be the document's.
 * @returns the same bytes on every call; about 6 bytes a node, and 25 kB for the output curves of `headroom`.
 * @remarks *Convention:* nodes beyond the range are clipped to it. With `headroom` values within 0..1 are kept to 1/65535 of the
 * scale, with `clipped` to half of that; black and white are exact.
 * @throws {@link InvalidArgumentError} when the LUT has too many nodes, a node is no number, or an option is unknown.
 * @see ICC.1:2001-04 and ICC.1:2022, 8.6 (DeviceLink profile)
 */
export function writeDeviceLink(lut: Lut3dTransform, options: WriteDeviceLinkOptions): Uint8Array {
  const { form = 'mft2', range = 'headroom' } = options;
  requireOneOf('form', form, DEVICE_LINK_FORMS);
  requireOneOf('range', range, DEVICE_LINK_RANGES);
  requireSize(lut);
  const version: IccVersion = form === 'mft2' ? 2 : 4;
  const parts: TableParts = { size: lut.size, nodes: encodeNodes(lut, range), output: outputCodes(range) };
  const profile = assembleDeviceLink(
    version,
    new Map([
      ['desc', descriptionTag(cutText(options.title, MAXIMUM_TITLE_LENGTH, 'OpenRetouch'), version)],
      ['cprt', copyrightTag(cutText(options.copyright ?? '', MAXIMUM_COPYRIGHT_LENGTH, NO_COPYRIGHT), version)],
      ['pseq', sequenceTag(lut.space, version)],
      ['A2B0', form === 'mft2' ? lut16Tag(parts) : lutAToBTag(parts)],
    ]),
  );
  // Version 2 has no such field.
  if (version === 4) writeProfileId(profile);
  return profile;
}

function requireSize({ size, values }: Lut3dTransform): void {
  if (!Number.isInteger(size) || size < MINIMUM_DEVICE_LINK_SIZE || size > MAXIMUM_DEVICE_LINK_SIZE) {
    const expected = `${MINIMUM_DEVICE_LINK_SIZE} to ${MAXIMUM_DEVICE_LINK_SIZE} nodes an edge`;
    throw new InvalidArgumentError(`lut.size: ${size} (expected ${expected})`, { field: 'lut.size', value: size, expected });
  }
  if (values.length !== size ** 3 * 3) {
    const expected = `${size ** 3 * 3} values for ${size} nodes an edge`;
    throw new InvalidArgumentError(`lut.values.length: ${values.length} (expected ${expected})`, { field: 'lut.values.length', value: values.length, expected });
  }
}

function cutText(text: string, maximumLength: number, otherwise: string): string {
  const cut = toAscii(text).slice(0, maximumLength).trim();
  return cut === '' ? otherwise : cut;
}
