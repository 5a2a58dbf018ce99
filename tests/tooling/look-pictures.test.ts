import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../packages/core/src/presets/index.js';

const images = new URL('../../docs/images/', import.meta.url);
const listPictures = (folder: URL): string[] => readdirSync(folder).filter((name) => name.endsWith('.jpg'));

describe('the pictures of the docs', () => {
  it('show every built-in look and no other', () => {
    expect(listPictures(new URL('looks/', images)).sort()).toEqual(PRESETS.map(({ id }) => `${id}.jpg`).sort());
  });

  it('take little more than half a megabyte, because everyone who clones the repository fetches them', () => {
    const sizeOf = (folder: URL): number => listPictures(folder).reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0);
    expect(sizeOf(images) + sizeOf(new URL('looks/', images))).toBeLessThanOrEqual(650_000);
  });
});
