import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64Into, encodeBase64 } from '../../../packages/core/src/worker/base64.js';

const bytesOf = fc.uint8Array({ maxLength: 40 });

describe('base64', () => {
  it('is what Node makes of the same bytes, and reads back', () => {
    fc.assert(
      fc.property(bytesOf, (bytes) => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        const out = new Uint8Array(bytes.length + 2);
        expect(decodeBase64Into(text, out, 1)).toBe(bytes.length);
        expect([...out]).toEqual([0, ...bytes, 0]);
      }),
      { seed: 1 },
    );
  });

  it('of more bytes than an engine takes arguments is whole', () => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, i) => i * 7);
    expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });

  it.each(['AAA', 'AA!A', 'A===', 'AA==AAAA', 'ÄAAA'])('refuses %s', (text) => {
    expect(decodeBase64Into(text, new Uint8Array(10), 0)).toBeUndefined();
  });

  it('refuses bytes beyond the room there is', () => {
    expect(decodeBase64Into('AAAA', new Uint8Array(3), 1)).toBeUndefined();
  });
});
