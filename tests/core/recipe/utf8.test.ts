import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../packages/core/src/recipe/utf8.js';

const SEED = 3629;
const platform = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeByPlatform(bytes: Uint8Array): string | undefined {
  try {
    return platform.decode(bytes);
  } catch {
    return undefined;
  }
}

const decodedText = (bytes: Uint8Array): string | undefined => {
  const decoded = decodeUtf8(bytes);
  return 'text' in decoded ? decoded.text : undefined;
};

/** Bytes that often begin or continue a sequence, so that well-formed and nearly well-formed ones are common. */
const byte = fc.oneof(fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff), fc.integer({ min: 0, max: 255 }));

describe('decodeUtf8', () => {
  it('accepts and reads exactly what a strict TextDecoder does, for any bytes', () => {
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (bytes) => {
        const array = Uint8Array.from(bytes);
        expect(decodedText(array)).toBe(decodeByPlatform(array));
      }),
      { seed: SEED, numRuns: 5000 },
    );
  });

  it('agrees with TextDecoder on every sequence of three bytes that begins a longer one', () => {
    const wrong: string[] = [];
    for (const lead of [0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5]) {
      for (let second = 0x7f; second <= 0xc0; second += 1) {
        for (const third of [0x7f, 0x80, 0xbf, 0xc0]) {
          const bytes = Uint8Array.of(lead, second, third, 0x80);
          if (decodedText(bytes) !== decodeByPlatform(bytes)) wrong.push([...bytes].join(' '));
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names the offset at which an invalid sequence begins', () => {
    expect(decodeUtf8(Uint8Array.of(0x61, 0xc3, 0xa9, 0xe2, 0x82))).toEqual({ invalidByte: 3 });
  });

  it('reads text longer than an argument list may be', () => {
    const text = 'é'.repeat(100_000);
    expect(decodedText(new TextEncoder().encode(text))).toBe(text);
  });
});

describe('encodeUtf8', () => {
  it('writes what TextEncoder does, for any text, also one with lone surrogates', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00', '\udbff'))).map((parts) => parts.join('')), (text) => {
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('goes on after bytes of another encoding where asked, one replacement for each', () => {
    const latin1 = Uint8Array.of(0x46, 0xe9, 0x21, 0xff, 0xc3, 0xa9, 0xf0, 0x9f);
    expect(decodeUtf8(latin1, 'replace')).toEqual({ text: 'F\ufffd!\ufffd\u00e9\ufffd\ufffd' });
  });
});
