import { describe, expect, it } from 'vitest';
import { describePlanNotes } from '../../../packages/cli/src/commands/plan-notes.js';

const decided = { code: 'decided', message: 'White balance: temperature 5000 K' } as const;
const unchanged = { code: 'unchanged', message: 'Levels: left as it is' } as const;
const skipped = { code: 'skipped-mask', message: 'exposure: left out, no mask for "sky"' } as const;

describe('lines about a plan', () => {
  it('tell what was decided, and not each thing that was left alone', () => {
    expect(describePlanNotes([decided, unchanged, skipped])).toEqual([decided.message, skipped.message]);
  });

  it('tell that nothing was done where everything automatic was left alone', () => {
    expect(describePlanNotes([unchanged, unchanged, skipped])).toEqual(['nothing to correct automatically', skipped.message]);
  });

  it('are none where nothing was automatic', () => {
    expect(describePlanNotes([])).toEqual([]);
  });
});
