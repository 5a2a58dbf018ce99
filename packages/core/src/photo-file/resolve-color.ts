import { multiplyMatrix3 } from '../color/matrix3.js';
import { xyzToRgbMatrix } from '../color/rgb-xyz.js';
import type { EncodedSpace } from '../raster/raster.js';
import { parseIccProfile, type IccProfile } from './icc-profile.js';
import type { ToneResponse } from './icc-curve.js';
import { ADOBE_RGB, D50_TO_D65, isSrgbToneResponse, matchColorants } from './known-spaces.js';

/*
 * Maintainer notes. Rasters are sRGB or Display P3. A photo in any other RGB space is converted once, at decode: to sRGB when
 * all its colours fit, otherwise to Display P3, which holds 1.26 times the sRGB gamut's area and shows on nearly every screen
 * that shows more than sRGB. Matrix profiles are converted here, in floating point and without an 8-bit stop in between;
 * sharp alone would take 8-bit photos through sRGB and lose what P3 could hold. Profiles with lookup tables, which printers,
 * scanners and the sRGB v4 preference profile have, go through LittleCMS inside sharp.
 */

/** What a file says about its colours. */
export type ColorSource =
  | { readonly kind: 'untagged' }
  | { readonly kind: 'icc'; readonly bytes: Uint8Array }
  | { readonly kind: 'space'; readonly space: EncodedSpace }
  | { readonly kind: 'gamma'; readonly exponent: number }
  | { readonly kind: 'adobe-rgb' };

/** How decoded numbers become a raster's. */
export type ColorConversion =
  | { readonly kind: 'none' }
  | { readonly kind: 'grey'; readonly response: ToneResponse }
  | { readonly kind: 'matrix'; readonly toLinearTarget: readonly number[]; readonly responses: readonly ToneResponse[] }
  | { readonly kind: 'table' };

export interface ColorDecision {
  readonly encoding: EncodedSpace;
  readonly conversion: ColorConversion;
  readonly isTagged: boolean;
  /** The profile to be embedded again: only where the numbers stay as they are. */
  readonly icc?: Uint8Array;
  readonly notes: readonly string[];
}

const SPACE_NAMES: Readonly<Record<EncodedSpace, string>> = { srgb: 'sRGB', 'display-p3': 'Display P3' };

/**
 * Decides which space the raster gets and what has to be converted.
 *
 * @param source - what the file says.
 * @param isGreyscale - whether the file holds one channel of grey; greys are the same in sRGB and Display P3.
 * @param bitDepth - of the file; a lookup-table profile ends in sRGB at 8 bit and in Display P3 at 16.
 */
export function resolveColor(source: ColorSource, isGreyscale: boolean, bitDepth: 8 | 16): ColorDecision {
  switch (source.kind) {
    case 'untagged':
      return { encoding: 'srgb', conversion: { kind: 'none' }, isTagged: false, notes: [] };
    case 'space':
      return { encoding: isGreyscale ? 'srgb' : source.space, conversion: { kind: 'none' }, isTagged: true, notes: [] };
    case 'gamma': {
      const response: ToneResponse = (encoded) => encoded ** source.exponent;
      const conversion: ColorConversion = isGreyscale ? { kind: 'grey', response } : { kind: 'matrix', toLinearTarget: IDENTITY, responses: [response, response, response] };
      return { encoding: 'srgb', conversion, isTagged: true, notes: [`values with a gamma of ${formatNumber(source.exponent)} converted to sRGB`] };
    }
    case 'adobe-rgb': {
      if (isGreyscale) return { encoding: 'srgb', conversion: { kind: 'grey', response: adobeResponse }, isTagged: true, notes: ['Adobe RGB grey converted to sRGB'] };
      return convertByMatrix(`${ADOBE_RGB.description}, as the camera marked it,`, ADOBE_RGB.rgbToXyzD50, [adobeResponse, adobeResponse, adobeResponse]);
    }
    case 'icc':
      return resolveIcc(source.bytes, isGreyscale, bitDepth);
  }
}

const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const adobeResponse: ToneResponse = (encoded) => encoded ** ADOBE_RGB.gamma;

function resolveIcc(bytes: Uint8Array, isGreyscale: boolean, bitDepth: 8 | 16): ColorDecision {
  const profile = parseIccProfile(bytes);
  if (profile === undefined) return resolveDamagedProfile();
  const name = profile.description === '' ? 'an unnamed colour profile' : `"${profile.description}"`;
  if (isGreyscale) return resolveGrey(profile, name, bytes);
  if (profile.space !== 'rgb') return asSrgb(`the colour profile ${name} is not for RGB pictures; colours were read as sRGB`);
  if (profile.hasTable || profile.rgbToXyzD50 === undefined) {
    const encoding: EncodedSpace = bitDepth === 16 ? 'display-p3' : 'srgb';
    return { encoding, conversion: { kind: 'table' }, isTagged: true, notes: [`colours converted from ${name} to ${SPACE_NAMES[encoding]}`] };
  }
  const space = matchColorants(profile.rgbToXyzD50);
  if (space !== undefined && profile.toneResponses.every(isSrgbToneResponse)) {
    return { encoding: space, conversion: { kind: 'none' }, isTagged: true, icc: bytes, notes: [] };
  }
  return convertByMatrix(name, profile.rgbToXyzD50, profile.toneResponses);
}

/** An RGB profile on a grey picture is common and means its tone response; one for other devices means nothing. */
function resolveGrey(profile: IccProfile, name: string, bytes: Uint8Array): ColorDecision {
  const response = profile.space === 'grey' ? profile.toneResponses[0] : profile.space === 'rgb' ? profile.toneResponses[1] : undefined;
  if (response === undefined) return asSrgb(`the colour profile ${name} is not for grey pictures; tones were read as sRGB`);
  if (isSrgbToneResponse(response)) {
    return { encoding: 'srgb', conversion: { kind: 'none' }, isTagged: true, ...(profile.space === 'grey' && { icc: bytes }), notes: [] };
  }
  return { encoding: 'srgb', conversion: { kind: 'grey', response }, isTagged: true, notes: [`grey tones converted from ${name} to sRGB`] };
}

/** What becomes of a photo whose profile cannot be used. */
export function resolveDamagedProfile(): ColorDecision {
  return asSrgb('the colour profile is damaged; colours were read as sRGB');
}

function asSrgb(note: string): ColorDecision {
  return { encoding: 'srgb', conversion: { kind: 'none' }, isTagged: false, notes: [note] };
}

function convertByMatrix(name: string, rgbToXyzD50: readonly number[], responses: readonly ToneResponse[]): ColorDecision {
  const toXyz = multiplyMatrix3(D50_TO_D65, rgbToXyzD50);
  const encoding = isInsideSrgb(multiplyMatrix3(xyzToRgbMatrix('srgb'), toXyz)) ? 'srgb' : 'display-p3';
  const reason = encoding === 'srgb' ? '' : ', which holds more of them than sRGB';
  return { encoding, conversion: { kind: 'matrix', toLinearTarget: multiplyMatrix3(xyzToRgbMatrix(encoding), toXyz), responses }, isTagged: true, notes: [`colours converted from ${name} to ${SPACE_NAMES[encoding]}${reason}`] };
}

/** Rounding of profile colorants reaches a few thousandths; a colour this little outside is not worth another space. */
const GAMUT_TOLERANCE = 0.01;

/** The primaries and their pairwise sums are the corners of the gamut; between them everything is a mixture. */
function isInsideSrgb(toLinearSrgb: readonly number[]): boolean {
  for (let corner = 1; corner < 7; corner++) {
    for (let row = 0; row < 3; row++) {
      const value = [0, 1, 2].reduce((sum, column) => sum + ((corner >> column) & 1) * toLinearSrgb[row * 3 + column], 0);
      if (value < -GAMUT_TOLERANCE || value > 1 + GAMUT_TOLERANCE) return false;
    }
  }
  return true;
}

function formatNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
