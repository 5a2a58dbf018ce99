import { InvalidArgumentError } from '../../errors.js';
import type { Recipe } from '../../recipe/recipe.js';
import type { FieldReport } from '../field-report.js';
import { escapeXml } from '../xml/escape-xml.js';
import { exportOperations } from './export-operations.js';
import { presetUuid } from './preset-uuid.js';
import { CAMERA_RAW_NAMESPACE, RDF_NAMESPACE } from './read-xmp-settings.js';

/** The group presets of ours appear under. */
const GROUP = 'OpenRetouch';
/** The process version whose sliders the fields are written for; later versions read them the same. */
const PROCESS_VERSION = '11.0';

export interface WriteCameraRawPresetOptions {
  /** 32 hex digits, with or without dashes. Default: derived from what the recipe does (RFC 9562, version 8). */
  readonly uuid?: string;
}

/** A preset for Camera Raw and Lightroom, and what of the recipe is in it. */
export interface CameraRawPreset {
  /** The text of the `.xmp` file. */
  readonly xmp: string;
  /** A row for each parameter that is not at its default. */
  readonly report: readonly FieldReport[];
}

/**
 * Writes a preset for Camera Raw and Lightroom (`.xmp`). Only what has a field of the same meaning is written; the report names the
 * rest, for which a `.cube` of the whole look is the way. The result resembles the look in those programs and is not equal to it.
 *
 * @param recipe - validated.
 * @throws {@link InvalidArgumentError} for a `uuid` that is none.
 */
export function writeCameraRawPreset(recipe: Recipe, options: WriteCameraRawPresetOptions = {}): CameraRawPreset {
  const { fields, report } = exportOperations(recipe);
  const uuid = (options.uuid ?? presetUuid(recipe)).replaceAll('-', '').toUpperCase();
  if (!/^[0-9A-F]{32}$/.test(uuid)) throw new InvalidArgumentError(`uuid: ${JSON.stringify(options.uuid)} (expected 32 hex digits)`, { field: 'uuid', value: options.uuid, expected: '32 hex digits' });
  const supports = ['Amount', 'Color', 'Monochrome', 'HighDynamicRange', 'NormalDynamicRange', 'SceneReferred', 'OutputReferred'];
  const attributes: [string, string][] = [
    ['PresetType', 'Normal'],
    ['Cluster', ''],
    ['UUID', uuid],
    ...supports.map((name): [string, string] => [`Supports${name}`, 'True']),
    ['Version', PROCESS_VERSION],
    ['ProcessVersion', PROCESS_VERSION],
  ];
  const elements: string[] = [alternative('Name', recipe.name), alternative('ShortName', ''), alternative('SortName', ''), alternative('Group', GROUP), alternative('Description', recipe.description ?? '')];
  const hasCurve = [...fields.values()].some((value) => typeof value !== 'string');
  if (hasCurve) attributes.push(['ToneCurveName2012', 'Custom']);
  for (const [name, value] of fields) {
    if (typeof value === 'string') attributes.push([name, value]);
    else elements.push(list(name, value.map(([x, y]) => `${x}, ${y}`)));
  }
  attributes.push(['HasSettings', 'True']);
  const xmp = [
    '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="OpenRetouch">',
    ` <rdf:RDF xmlns:rdf="${RDF_NAMESPACE}">`,
    '  <rdf:Description rdf:about=""',
    `    xmlns:crs="${CAMERA_RAW_NAMESPACE}"`,
    `${attributes.map(([name, value]) => `   crs:${name}="${escapeXml(value)}"`).join('\n')}>`,
    ...elements,
    '  </rdf:Description>',
    ' </rdf:RDF>',
    '</x:xmpmeta>',
    '',
  ].join('\n');
  return { xmp, report };
}

function alternative(name: string, text: string): string {
  const item = text === '' ? '<rdf:li xml:lang="x-default"/>' : `<rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li>`;
  return [`   <crs:${name}>`, '    <rdf:Alt>', `     ${item}`, '    </rdf:Alt>', `   </crs:${name}>`].join('\n');
}

function list(name: string, items: readonly string[]): string {
  return [`   <crs:${name}>`, '    <rdf:Seq>', ...items.map((item) => `     <rdf:li>${item}</rdf:li>`), '    </rdf:Seq>', `   </crs:${name}>`].join('\n');
}
