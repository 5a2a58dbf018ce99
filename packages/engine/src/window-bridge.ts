import type { TextBridge } from '@openretouch/core/worker';

/**
 * A bridge of texts between a page and a frame, for hosts whose messages are strings.
 *
 * @param other - the window at the other end; texts of any other are not heard.
 * @param targetOrigin - whose page may read what is sent; `*` where the other end has an opaque origin, which no text can name.
 */
export function createWindowBridge(other: Window, targetOrigin: string): TextBridge {
  return {
    send: (text) => other.postMessage(text, targetOrigin),
    listen: (listener) =>
      addEventListener('message', ({ source, data }) => {
        if (source === other && typeof data === 'string') listener(data);
      }),
  };
}
