import { describe, expect, it } from 'vitest';
import type { EngineError } from '@openretouch/core';
import { retouch } from '@openretouch/core';
import { connectEngine, createJsonEndpoint, type JsonEndpointOptions, serveEngine, type TextBridge } from '@openretouch/core/worker';
import { createTestEngine, photo, recipeOf } from './helpers.js';

/** Two bridges that are one another's far end; every text arrives in a task of its own. */
function pairOfBridges(onText: (text: string) => void = () => undefined): [TextBridge & { deliver(text: string): void }, TextBridge & { deliver(text: string): void }] {
  const make = (): TextBridge & { deliver(text: string): void; other: TextBridge & { deliver(text: string): void } } => {
    let heard: (text: string) => void = () => undefined;
    const bridge = {
      send: (text: string) => {
        onText(text);
        setImmediate(() => bridge.other.deliver(text));
      },
      listen: (listener: (text: string) => void) => void (heard = listener),
      deliver: (text: string) => heard(text),
      other: undefined as unknown as TextBridge & { deliver(text: string): void },
    };
    return bridge;
  };
  const [a, b] = [make(), make()];
  a.other = b;
  b.other = a;
  return [a, b];
}

function linkByTexts(options: JsonEndpointOptions = {}, onText?: (text: string) => void): { engine: ReturnType<typeof connectEngine>['engine']; near: { deliver(text: string): void } } {
  const [near, far] = pairOfBridges(onText);
  serveEngine(createTestEngine(), createJsonEndpoint(far, options));
  const connected = connectEngine(createJsonEndpoint(near, { ...options, onFailure: connected_ }));
  function connected_(error: EngineError): void {
    connected.lose(error);
    options.onFailure?.(error);
  }
  return { engine: connected.engine, near };
}

const RECIPE = recipeOf({ op: 'exposure', ev: 0.5 }, { op: 'vibrance', amount: 0.3 });

describe('an engine behind a bridge of texts', () => {
  it('gives the pixels of one on this thread, in chunks of limited length', async () => {
    const lengths: number[] = [];
    const { engine } = linkByTexts({ chunkBytes: 3 * 256 }, (text) => {
      expect(() => JSON.parse(text)).not.toThrow();
      if (text.includes('"chunk@1"')) lengths.push(text.length);
    });
    const raster = photo();
    const { photo: handle } = await engine.open({ raster });
    const result = await engine.apply({ photo: handle, recipe: RECIPE });
    expect(result.raster).toEqual((await retouch(photo(), RECIPE)).raster);
    expect(raster.data).toHaveLength(60 * 40 * 3);
    expect(lengths.length).toBeGreaterThan(10);
    expect(Math.max(...lengths)).toBeLessThan(1200);
  });

  it('carries errors with class, code and fields, cancelling and progress', async () => {
    const { engine } = linkByTexts();
    const { photo: handle } = await engine.open({ raster: photo() });
    await expect(engine.preview({ photo: 99, recipe: RECIPE })).rejects.toMatchObject({ name: 'EngineError', code: 'unknown-photo', fields: { photo: 99, open: [handle] } });
    const fractions: number[] = [];
    await engine.apply({ photo: handle, recipe: RECIPE }, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.at(-1)).toBe(1);
    const controller = new AbortController();
    const cancelled = engine.apply({ photo: handle, recipe: RECIPE }, { signal: controller.signal });
    const reason = new Error('mine');
    controller.abort(reason);
    await expect(cancelled).rejects.toBe(reason);
  });

  it('refuses a message beyond the limit before anything of it is sent', async () => {
    let sent = 0;
    const { engine } = linkByTexts({ maximumBytes: 5000 }, () => (sent += 1));
    await expect(engine.open({ raster: photo() })).rejects.toMatchObject({ code: 'message-too-large', fields: { byteLength: 7200, maximumBytes: 5000 } });
    expect(sent).toBe(0);
  });

  it.each([
    '{"openretouch":"head@1","message":1,"json":{"$":["bytes",0]},"parts":[["Uint16Array",3]]}',
    '{"openretouch":"head@1","message":1,"json":1,"parts":[["Uint8Array",1e12]]}',
    '{"openretouch":"chunk@1","message":5,"offset":0,"base64":"AAAA"}',
    '{"openretouch":"head@1","message":1,',
  ])('ends what is under way when a text of ours is damaged: %s', async (text) => {
    const failures: EngineError[] = [];
    const { engine, near } = linkByTexts({ onFailure: (error) => failures.push(error) });
    const { photo: handle } = await engine.open({ raster: photo() });
    const under = engine.apply({ photo: handle, recipe: RECIPE });
    near.deliver(text);
    await expect(under).rejects.toMatchObject({ code: 'engine-lost' });
    expect(failures.map(({ code }) => code)).toEqual([text.includes('1e12') ? 'message-too-large' : 'invalid-message']);
  });

  it.each(['hello', '{"type":"APPLY"}', '{"openretouch":"other"}', '[]'])('does not hear texts of others: %s', async (text) => {
    const failures: EngineError[] = [];
    const { engine, near } = linkByTexts({ onFailure: (error) => failures.push(error) });
    near.deliver(text);
    expect((await engine.status()).photoCount).toBe(0);
    expect(failures).toEqual([]);
  });
});
