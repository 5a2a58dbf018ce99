import { EngineError } from '../errors.js';
import { decodeBase64Into, encodeBase64 } from './base64.js';
import type { EngineEndpoint } from './endpoint.js';
import { areParts, type BytePart, decodeValue, encodeValue } from './json-codec.js';

/** A way for texts to the other side and back, as hosts offer that pass on nothing else. */
export interface TextBridge {
  send(text: string): void;
  /** Called once. What is not ours may come along. */
  listen(listener: (text: string) => void): void;
}

export interface JsonEndpointOptions {
  /** Bytes in one text, a multiple of 3; default 196,608, which make 256 kB of base64. */
  readonly chunkBytes?: number;
  /** Bytes of all arrays of one message, either way; default 512 MiB. */
  readonly maximumBytes?: number;
  /** Told when what arrives is ours and damaged. Requests under way will not be answered: end them. */
  readonly onFailure?: (error: EngineError) => void;
}

const DEFAULT_CHUNK_BYTES = 3 * 65_536;
const DEFAULT_MAXIMUM_BYTES = 512 * 1024 * 1024;
/** The longest text without arrays: a recipe with its largest LUT fits many times. */
const MAXIMUM_TEXT_LENGTH = 64 * 1024 * 1024;
const HEAD = 'head@1';
const CHUNK = 'chunk@1';

/** A message of which chunks are still to come. */
interface Arriving {
  readonly json: unknown;
  readonly parts: readonly BytePart[];
  readonly bytes: Uint8Array;
  filled: number;
}

/**
 * Makes an endpoint of a bridge of texts. Typed arrays travel as base64 in texts of limited length, and arrive as copies: nothing is
 * moved or shared.
 *
 * @remarks *Convention:* texts arrive once and in order, as `postMessage` of every known host sees to.
 */
export function createJsonEndpoint(bridge: TextBridge, options: JsonEndpointOptions = {}): EngineEndpoint {
  const { chunkBytes = DEFAULT_CHUNK_BYTES, maximumBytes = DEFAULT_MAXIMUM_BYTES, onFailure } = options;
  const listeners = new Set<(event: { readonly data: unknown }) => void>();
  const arriving = new Map<number, Arriving>();
  let lastMessage = 0;

  const deliver = ({ json, parts, bytes }: Arriving): void => {
    const offsets: number[] = [];
    let offset = 0;
    for (const [, byteLength] of parts) {
      offsets.push(offset);
      offset += byteLength;
    }
    const data = decodeValue(json, parts, (part) => bytes.slice(offsets[part], offsets[part] + parts[part][1]).buffer);
    for (const listener of [...listeners]) listener({ data });
  };

  const receive = (text: string): void => {
    const frame = readFrame(text);
    if (frame === undefined) return;
    const { message } = frame;
    if (frame.openretouch === HEAD) {
      const { json, parts } = frame;
      if (!areParts(parts)) throw new TypeError('parts: malformed (expected types and lengths of arrays)');
      const byteLength = totalOf(parts);
      const unfinished = [...arriving.values()].reduce((total, { bytes }) => total + bytes.length, 0);
      if (byteLength + unfinished > maximumBytes) throw new EngineError('message-too-large', `message: ${byteLength} bytes, and ${unfinished} of others under way (expected at most ${maximumBytes})`, { byteLength, maximumBytes });
      const head: Arriving = { json, parts, bytes: new Uint8Array(byteLength), filled: 0 };
      if (byteLength === 0) deliver(head);
      else arriving.set(message, head);
      return;
    }
    const head = arriving.get(message);
    const count = head === undefined || typeof frame.base64 !== 'string' ? undefined : decodeBase64Into(frame.base64, head.bytes, head.filled);
    if (head === undefined || count === undefined || frame.offset !== head.filled) {
      arriving.delete(message);
      throw new TypeError('chunk: of no message, out of order or no base64');
    }
    head.filled += count;
    if (head.filled < head.bytes.length) return;
    arriving.delete(message);
    deliver(head);
  };

  bridge.listen((text) => {
    try {
      receive(text);
    } catch (error) {
      onFailure?.(EngineError.isInstance(error) ? (error) : new EngineError('invalid-message', `message: ${error instanceof Error ? error.message : String(error)}`, {}, error));
    }
  });

  return {
    postMessage: (data) => {
      const { json, parts, bytes } = encodeValue(data);
      const byteLength = totalOf(parts);
      if (byteLength > maximumBytes) throw new EngineError('message-too-large', `message: ${byteLength} bytes (expected at most ${maximumBytes}; send a smaller picture)`, { byteLength, maximumBytes });
      lastMessage += 1;
      bridge.send(JSON.stringify({ openretouch: HEAD, message: lastMessage, json, parts }));
      let offset = 0;
      for (const array of bytes) {
        for (let start = 0; start < array.length; start += chunkBytes) {
          const chunk = array.subarray(start, start + chunkBytes);
          bridge.send(JSON.stringify({ openretouch: CHUNK, message: lastMessage, offset, base64: encodeBase64(chunk) }));
          offset += chunk.length;
        }
      }
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  };
}

interface Frame {
  readonly openretouch: typeof HEAD | typeof CHUNK;
  readonly message: number;
  readonly json?: unknown;
  readonly parts?: unknown;
  readonly offset?: unknown;
  readonly base64?: unknown;
}

/** @returns the frame, or `undefined` for a text of somebody else's. */
function readFrame(text: unknown): Frame | undefined {
  if (typeof text !== 'string' || text.length > MAXIMUM_TEXT_LENGTH || !text.startsWith('{"openretouch":"')) return undefined;
  const frame = JSON.parse(text) as Partial<Frame>;
  return (frame.openretouch === HEAD || frame.openretouch === CHUNK) && Number.isSafeInteger(frame.message) ? (frame as Frame) : undefined;
}

function totalOf(parts: readonly BytePart[]): number {
  return parts.reduce((total, [, byteLength]) => total + byteLength, 0);
}
