import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShard, portablePath, shardOf } from '../../../packages/cli/src/batch/shard.js';

const paths = fc.uniqueArray(fc.array(fc.stringMatching(/^[\wäé -]{1,12}$/), { minLength: 1, maxLength: 4 }).map((names) => names.join('/')), { maxLength: 60, selector: (path) => path.normalize('NFC') });

describe('shards', () => {
  it('are disjoint and make up the whole set', () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 1, max: 12 }), (all, count) => {
        const shards = Array.from({ length: count }, (_, i) => all.filter((path) => shardOf(path, count) === i + 1));
        expect(shards.flat().sort()).toEqual([...all].sort());
      }),
      { seed: 20261124 },
    );
  });

  // Of Python's hashlib: int(sha256(path.encode()).hexdigest()[:12], 16) % n + 1.
  it.each([
    ['a.jpg', [1, 2, 2, 8, 96]],
    ['roll-01/IMG_0001.JPG', [1, 2, 1, 6, 262]],
    ['Fotos/Übung.tif', [1, 1, 3, 7, 39]],
  ])('of %s are the same on every machine', (path, expected) => {
    expect([1, 2, 3, 8, 1000].map((count) => shardOf(path, count))).toEqual(expected);
  });

  it('do not depend on the separators of the system or the form of accents', () => {
    expect(portablePath('a\\b\\c.jpg', '\\')).toBe(portablePath('a/b/c.jpg', '/'));
    expect(portablePath('a\\b.jpg', '/')).not.toBe(portablePath('a/b.jpg', '/'));
    expect(shardOf('é.jpg'.normalize('NFD'), 997)).toBe(shardOf('é.jpg'.normalize('NFC'), 997));
  });

  it('are of about one size', () => {
    const sizes = new Array<number>(8).fill(0);
    for (let i = 0; i < 10_000; i += 1) sizes[shardOf(`roll/IMG_${i}.jpg`, 8) - 1] += 1;
    // Four standard deviations of a binomial with n = 10000, p = 1/8.
    for (const size of sizes) expect(Math.abs(size - 1250)).toBeLessThan(4 * Math.sqrt(10_000 * (1 / 8) * (7 / 8)));
  });
});

it.each(['0/4', '5/4', '1/0', '1/10001', '-1/4', '1', '1/', '/4', '1/4/2', 'one/two', '1.5/4', ''])('--shard %j is refused with the range', (text) => {
  expect(() => parseShard(text)).toThrow(/--shard: .* \(expected i\/n with n from 1 to 10000 and i from 1 to n, e\.g\. 1\/8\)/);
});
