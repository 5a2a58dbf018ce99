import { InvalidFileError } from '../../errors.js';
import { type Recipe, RECIPE_SCHEMA_ID } from '../../recipe/recipe.js';
import { validateRecipe } from '../../recipe/validate-recipe.js';
import type { FieldReport } from '../field-report.js';
import { isFalse, reportRow } from './map-field.js';
import { mapSettings } from './map-settings.js';
import { readLrtemplateSettings } from './read-lrtemplate-settings.js';
import { readXmpSettings } from './read-xmp-settings.js';
import type { CameraRawSettings } from './settings.js';

/** The key of a recipe's `extensions` under which the report of a look migration is stored. */
export const MIGRATION_EXTENSION = 'openretouch.migration';
/** Rows of a report. Files in use have up to 300 fields; what is beyond the cap is counted in a last row. */
export const MAXIMUM_MIGRATION_ROWS = 500;
const MAXIMUM_NAME_LENGTH = 200;

export interface ImportCameraRawOptions {
  /** Used where the file has no name of its own, as sidecars have none. Default `Camera Raw settings`. */
  readonly fallbackName?: string;
}

/** A look made of the settings of another program. */
export interface ImportedLook {
  /** Valid; the report is stored in its `extensions` too. */
  readonly recipe: Recipe;
  /** A row for every field of the file, at most {@link MAXIMUM_MIGRATION_ROWS}. */
  readonly report: readonly FieldReport[];
}

/**
 * Makes a look of Camera Raw settings in XMP: a preset for Camera Raw or Lightroom, a sidecar, or the packet of a photo. What a
 * field becomes is in `CAMERA_RAW_FIELDS`; the result resembles the original and is not equal to it.
 *
 * @param source - UTF-8 bytes or text, at most 1 MiB.
 * @throws {@link InvalidFileError} for what is no sound XML (`invalid-xml`, `invalid-encoding`, `too-large`) or holds no settings
 * (`no-settings`).
 */
export function importCameraRawXmp(source: string | Uint8Array, options: ImportCameraRawOptions = {}): ImportedLook {
  return importSettings(readXmpSettings(source), options);
}

/**
 * Makes a look of a `.lrtemplate` file, as {@link importCameraRawXmp} does of XMP. The file is read as a literal and never run.
 *
 * @throws {@link InvalidFileError} for what is no literal table (`invalid-lua`), is `too-large` or holds no settings (`no-settings`).
 * @throws {@link UnsupportedFormatError} for a template that is not of develop settings.
 */
export function importLrtemplate(source: string | Uint8Array, options: ImportCameraRawOptions = {}): ImportedLook {
  return importSettings(readLrtemplateSettings(source), options);
}

function importSettings({ source, name, settings, repeated }: CameraRawSettings, { fallbackName = 'Camera Raw settings' }: ImportCameraRawOptions): ImportedLook {
  if (isFalse(settings.get('HasSettings'))) {
    throw new InvalidFileError('HasSettings is False (expected a file with settings)', { field: 'HasSettings', value: 'False', expected: 'True' }, { code: 'no-settings' });
  }
  const { operations, rows } = mapSettings(settings);
  const repetitions = repeated.map(([field, value]) => reportRow(field, value, { status: 'dropped', why: 'the field is in the file more than once; the first counts' }));
  const report = capRows([...rows, ...repetitions]);
  const version = settings.get('ProcessVersion');
  const recipe = validateRecipe({
    schema: RECIPE_SCHEMA_ID,
    name: shortenName(name ?? fallbackName),
    operations,
    extensions: { [MIGRATION_EXTENSION]: { source, ...(name === undefined ? {} : { name: shortenName(name) }), ...(typeof version === 'string' ? { processVersion: version.slice(0, 20) } : {}), report } },
  });
  return { recipe, report };
}

/** Not within a surrogate pair: half of one is no text. */
function shortenName(name: string): string {
  return name.slice(0, MAXIMUM_NAME_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

function capRows(rows: readonly FieldReport[]): readonly FieldReport[] {
  if (rows.length <= MAXIMUM_MIGRATION_ROWS) return rows;
  const kept = rows.slice(0, MAXIMUM_MIGRATION_ROWS - 1);
  const restCount = rows.length - kept.length;
  return [...kept, { field: `and ${restCount} more`, value: '', status: 'dropped', why: 'the report is cut here; fields that are mapped are in the look all the same' }];
}
