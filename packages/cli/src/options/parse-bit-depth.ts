import { InvalidArgumentError } from '@openretouch/core';

/** @throws InvalidArgumentError unless the text of `--bit-depth` is 8 or 16. */
export function parseBitDepth(text: string): 8 | 16 {
  if (text !== '8' && text !== '16') throw new InvalidArgumentError(`--bit-depth: ${JSON.stringify(text)} (expected 8 or 16)`, { flag: '--bit-depth', value: text });
  return text === '8' ? 8 : 16;
}
