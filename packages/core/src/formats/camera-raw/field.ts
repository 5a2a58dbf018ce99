/**
 * One row of the field table: a field, or a family of fields that are treated alike. Rows are data; `map-settings.ts` reads them.
 */
export interface CameraRawField {
  /** Names in the file; one that ends in `*` stands for every name that begins so. */
  readonly names: readonly string[];
  /** Heading of the documentation. */
  readonly section: FieldSection;
  readonly rule: FieldRule;
  /** How near our result comes. `good` becomes `mapped` in reports, `fair` and `poor` become `approximated`, `none` `dropped`. */
  readonly quality: 'good' | 'fair' | 'poor' | 'none';
  /** What it becomes here, for the documentation; empty for what is dropped. */
  readonly becomes: string;
  /** Why it is so, in plain words. */
  readonly why: string;
  /** Which process versions read it. Default `any`: the name means the same in all. */
  readonly era?: 'current' | 'legacy' | 'any';
  /** Of which treatment the field is a part; in the other Camera Raw ignores it. */
  readonly treatment?: 'colour' | 'grey';
  /** The flag that switches its panel off, e.g. `EnableSplitToning`. */
  readonly panel?: string;
  /** It does nothing unless one of these fields does something. */
  readonly needs?: readonly string[];
}

export type FieldSection = 'Light' | 'White balance' | 'Colour' | 'Curves' | 'Colour grading' | 'Black and white' | 'Process versions 2003 and 2010' | 'Not carried over' | 'About the file';

export type FieldRule =
  | SliderRule
  | PointsRule
  /** The kelvin or tint of the white balance of a raw file, which says something only beside what the camera recorded. */
  | { readonly kind: 'absolute-white-balance'; readonly asShot: string; readonly range: readonly [number, number] }
  | { readonly kind: 'white-balance-name' }
  | { readonly kind: 'curve-name'; readonly points: string; readonly neutral: readonly string[] }
  | { readonly kind: 'grayscale' }
  /** A look or a profile: settings within the settings. */
  | { readonly kind: 'look' }
  /** Something done by Camera Raw that has no counterpart; `neutral` are the values at which it does nothing. */
  | { readonly kind: 'drop'; readonly neutral?: readonly string[] }
  /** Says something about the file and changes no pixel. */
  | { readonly kind: 'about' };

/** A number that becomes `factor` times its distance from `neutral`. */
export interface SliderRule {
  readonly kind: 'slider';
  readonly range: readonly [number, number];
  /** The value that changes nothing. */
  readonly neutral: number;
  /** A key of the draft: `tone.shadows`. */
  readonly to: string;
  readonly factor: number;
  /** What the amount of a look does: scales it (the default), or not, because it is a position or an angle. No angle is neutral. */
  readonly scaling?: 'position' | 'angle';
  /** Beyond this distance from neutral the approximation is worse, which `whyBeyond` says. */
  readonly beyond?: number;
  readonly whyBeyond?: string;
}

/** A list of points 0..255, for all channels or one. */
export interface PointsRule {
  readonly kind: 'points';
  readonly channel: CurveChannel;
  /** The field that names the curve, and the name that raw photos had by default: a finished photo has that curve in it. */
  readonly rawDefault?: { readonly field: string; readonly name: string };
}

export type CurveChannel = 'master' | 'red' | 'green' | 'blue';

/** The eight colour bands of Camera Raw's mixers; ours have the same names in lower case. */
export const BANDS = ['Red', 'Orange', 'Yellow', 'Green', 'Aqua', 'Blue', 'Purple', 'Magenta'] as const;
