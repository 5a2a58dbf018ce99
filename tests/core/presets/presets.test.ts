import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPreset, parseRecipe, PRESET_GROUPS, PRESETS } from '@openretouch/core';

const folder = new URL('../../../packages/core/src/presets/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.retouch.json'));

describe('PRESETS', () => {
  it('holds every preset file, auto first, and no two by one id', () => {
    expect(PRESETS.map(({ id }) => `${id}.retouch.json`).sort()).toEqual([...files].sort());
    expect(PRESETS[0].id).toBe('auto');
  });

  it('follows the order of the groups, each look in the one it names', () => {
    expect(PRESETS.map(({ id, group }) => `${group}: ${id}`)).toEqual(PRESET_GROUPS.flatMap(({ title, presets }) => presets.map((id) => `${title}: ${id}`)));
  });

  it('has looks with a name, one sentence about what each does and is for, an author and a licence', () => {
    for (const { id, title, description, recipe } of PRESETS.filter((preset) => preset.id !== 'auto')) {
      expect(title, id).toMatch(/^[A-Z]/);
      expect(description, id).toMatch(/^[A-Z][^.]*; for [^.]*\.$/);
      expect(recipe, id).toMatchObject({ author: 'OpenRetouch', licence: 'MIT' });
    }
    expect(new Set(PRESETS.map(({ title }) => title)).size).toBe(PRESETS.length);
  });

  it.each(files)('%s reads as the built-in recipe', (name) => {
    const recipe = parseRecipe(readFileSync(new URL(name, folder)));
    expect(findPreset(recipe.id as string)).toEqual({ id: recipe.id, title: recipe.name, description: recipe.description, group: expect.any(String), recipe });
  });

  it('cannot be changed by one user for another', () => {
    const [{ recipe }] = PRESETS;
    expect(() => Object.assign(recipe.operations[0], { strength: 0 })).toThrow(TypeError);
    expect(() => (recipe.operations as unknown[]).push({ op: 'exposure' })).toThrow(TypeError);
  });

  it('has nothing under an unknown id or the name of an object method', () => {
    expect(findPreset('no-such-look')).toBeUndefined();
    expect(findPreset('toString')).toBeUndefined();
  });
});
