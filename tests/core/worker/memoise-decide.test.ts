import { describe, expect, it } from 'vitest';
import type { DecisionPhoto } from '@openretouch/core';
import { memoiseDecide } from '../../../packages/core/src/worker/memoise-decide.js';
import { decideForTests } from '../../helpers/decide-for-tests.js';

const copy = (first: number): DecisionPhoto['copy'] => ({ rgb: Float32Array.of(first, 0.2, 0.3, 0.4, 0.5, 0.6), weights: undefined, width: 2, height: 1, space: 'srgb' });
const photo = (first = 0.1): DecisionPhoto => ({ copy: copy(first), sample: copy(0.1) });
const PARAMETERS = { space: 'srgb', lutSize: 5 } as const;

describe('a memory for decisions', () => {
  const setUp = (capacity?: number) => {
    const asked: string[] = [];
    const decide = memoiseDecide((...question) => (asked.push(question[0]), decideForTests(...question)), capacity);
    return { decide, asked };
  };

  it('answers the same question from memory, with the same decision', async () => {
    const { decide, asked } = setUp();
    const first = await decide('m', photo(), PARAMETERS);
    expect(await decide('m', photo(), { ...PARAMETERS, signal: { aborted: false } })).toBe(first);
    expect(asked).toEqual(['m']);
  });

  it.each([
    ['model', ['n', photo(), PARAMETERS]],
    ['pixel of the copy', ['m', photo(0.11), PARAMETERS]],
    ['sample', ['m', { ...photo(), sample: copy(0.2) }, PARAMETERS]],
    ['coverage of the photo', ['m', { ...photo(), copy: { ...copy(0.1), weights: Float32Array.of(1, 0) } }, PARAMETERS]],
    ['size', ['m', photo(), { ...PARAMETERS, lutSize: 9 }]],
    ['space', ['m', photo(), { ...PARAMETERS, space: 'display-p3' }]],
    ['exposure', ['m', photo(), { ...PARAMETERS, exposure: 0.5 }]],
    ['mask', ['m', photo(), { ...PARAMETERS, coverage: Float32Array.of(1, 0) }]],
  ] as const)('asks again for another %s', async (_what, question) => {
    const { decide, asked } = setUp();
    await decide('m', photo(), PARAMETERS);
    const [model, asking, parameters] = question;
    await decide(model, asking, parameters);
    expect(asked).toHaveLength(2);
  });

  it('forgets what was not asked for longest', async () => {
    const { decide, asked } = setUp(2);
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await decide(id, photo(), PARAMETERS);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});
