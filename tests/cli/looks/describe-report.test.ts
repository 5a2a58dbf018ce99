import { type FieldReport, presetWriter, REPORT_EXTENSION } from '@openretouch/core';
import { findPreset, parseRecipe, type Recipe } from '@openretouch/core';
import { describe, expect, it } from 'vitest';
import { describeReport } from '../../../packages/cli/src/looks/describe-report.js';

const REPORT: readonly FieldReport[] = [
  { field: 'Exposure2012', value: '+0.50', status: 'mapped', becomes: 'exposure.ev 0.5', why: 'same meaning' },
  { field: 'Dehaze', value: '12', status: 'dropped', why: 'no such operation' },
];

describe('a report', () => {
  it('is printed as counts and a line a field, what was lost first', () => {
    expect(describeReport(REPORT)).toEqual(['2 fields: 1 mapped, 1 dropped', '  Dehaze 12           dropped       no such operation', '  Exposure2012 +0.50  mapped        exposure.ev 0.5; same meaning']);
    expect(describeReport([])).toEqual(['0 fields']);
  });

  it('is stored in the preset that was made', async () => {
    const { bytes } = await presetWriter.write({ recipe: findPreset('soft')?.recipe as Recipe, notes: [], report: REPORT }, {});
    expect(parseRecipe(bytes).extensions?.[REPORT_EXTENSION]).toEqual(REPORT);
  });
});
