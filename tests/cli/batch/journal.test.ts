import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Journal } from '../../../packages/cli/src/batch/journal.js';
import { readJournals } from '../../../packages/cli/src/batch/journal-records.js';
import type { BatchSettings } from '../../../packages/cli/src/batch/settings.js';
import { makeFolder } from '../corpus.js';

const root = makeFolder();
afterAll(root.remove);
const settings: BatchSettings = { program: '1.0.0', recipeName: 'Auto', recipe: 'ab', storesRecipe: true, format: null, quality: null, bitDepth: null, masks: {}, kernels: 'wasm' };
const facts = { seconds: 1, width: 2, height: 3, decided: [], notes: ['grüße'], warnings: [] };
const intent = (name: string, digit: string) => ({ write: name, input: { path: `/in/${name}`, byteLength: 5, mtimeNs: '17', sha256: digit.repeat(64) }, byteLength: 9, sha256: digit.repeat(64), temporary: `.openretouch-${digit}.tmp` });

let count = 0;
async function writtenFolder(): Promise<{ folder: string; path: string }> {
  const folder = join(root.path, String((count += 1)));
  const journal = await Journal.open(folder, undefined, settings);
  await Promise.all(['a.jpg', 'ü/b.jpg', 'c.jpg'].map((name, i) => journal.announce(intent(name, String(i)))));
  journal.finish({ done: 'a.jpg', mtimeNs: '5', facts });
  await journal.announce(intent('a.jpg', 'f'));
  journal.finish({ done: 'ü/b.jpg', mtimeNs: '6', facts });
  await journal.close();
  return { folder, path: join(folder, '.openretouch', 'batch.jsonl') };
}

describe('the journal', () => {
  it('tells what was written and what is done, older contents of one output included', async () => {
    const { folder } = await writtenFolder();
    const { byOutput, settings: known, damagedCount } = await readJournals(folder);
    expect(damagedCount).toBe(0);
    expect([...known.values()]).toEqual([settings]);
    expect(byOutput.get('a.jpg')).toMatchObject([{ ...intent('a.jpg', '0'), done: { mtimeNs: '5', facts } }, intent('a.jpg', 'f')]);
    expect(byOutput.get('a.jpg')?.[1].done).toBeUndefined();
    expect(byOutput.get('ü/b.jpg')).toMatchObject([{ done: { mtimeNs: '6', facts } }]);
    expect(byOutput.get('c.jpg')?.[0].done).toBeUndefined();
  });

  it('is on the disk before an announced output may be written', async () => {
    const folder = join(root.path, 'announced');
    const journal = await Journal.open(folder, { index: 2, count: 3 }, settings);
    await journal.announce(intent('a.jpg', '7'));
    expect(readFileSync(join(folder, '.openretouch', 'shard-2-of-3.jsonl'), 'utf8')).toContain('7'.repeat(64));
    await journal.close();
  });

  it('cut off at any byte loses the line that was being written and no other', async () => {
    const { path } = await writtenFolder();
    const bytes = readFileSync(path);
    const whole = bytes.toString('utf8').trimEnd().split('\n').length;
    const folder = join(root.path, 'cut');
    mkdirSync(join(folder, '.openretouch'), { recursive: true });
    for (let length = 0; length <= bytes.length; length += 1) {
      const part = bytes.subarray(0, length);
      writeFileSync(join(folder, '.openretouch', 'batch.jsonl'), part);
      const { byOutput, settings: known, damagedCount } = await readJournals(folder);
      const records = [...byOutput.values()].flat();
      const lineCount = known.size + records.length + records.filter(({ done }) => done !== undefined).length;
      const newlines = part.filter((byte) => byte === 0x0a).length;
      const isLastWhole = length === bytes.length || bytes[length] === 0x0a;
      expect(lineCount).toBe(Math.min(whole, newlines + (isLastWhole && length > 0 && part[length - 1] !== 0x0a ? 1 : 0)));
      expect(damagedCount).toBeLessThanOrEqual(1);
    }
  });

  it('goes on after a torn line on a line of its own', async () => {
    const { folder, path } = await writtenFolder();
    writeFileSync(path, readFileSync(path).subarray(0, -10));
    const journal = await Journal.open(folder, undefined, settings);
    await journal.announce(intent('d.jpg', 'd'));
    await journal.close();
    const { byOutput, damagedCount } = await readJournals(folder);
    expect(damagedCount).toBe(1);
    expect(byOutput.get('d.jpg')).toHaveLength(1);
    expect(byOutput.get('c.jpg')).toHaveLength(1);
  });

  it.each(['{"write":"a.jpg"}', '[]', 'null', '\0\0\0\0', '{"write":"x","settings":"a","input":{},"byteLength":1,"sha256":"zz","temporary":"../../etc"}', '{"done":"a.jpg"}'])('passes over the damaged line %j', async (line) => {
    const { folder, path } = await writtenFolder();
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [lines[0], line, ...lines.slice(1)].join('\n'));
    const { byOutput, damagedCount } = await readJournals(folder);
    expect(damagedCount).toBe(1);
    expect(byOutput.size).toBe(3);
  });

  it('of another version of the program is refused by name', async () => {
    const { folder, path } = await writtenFolder();
    writeFileSync(path, `{"journal":"openretouch/journal@2"}\n`);
    await expect(readJournals(folder)).rejects.toThrow(/batch\.jsonl: written as "openretouch\/journal@2" \(expected openretouch\/journal@1\)/);
  });
});
