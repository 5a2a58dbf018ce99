import { findOperation } from '../operations/registry.js';
import { canonicalRecipe } from '../recipe/canonical.js';
import type { Recipe } from '../recipe/recipe.js';
import { utf8ByteCount } from '../recipe/utf8.js';
import type { HostCapabilities, HostWarning } from './host-adapter.js';
import { type MetadataStep, RECIPE_METADATA_KEY } from './write-plan.js';

/** Longest layer name, in UTF-16 units: hosts cut names at different places, some inside a character. */
const MAXIMUM_NAME_LENGTH = 120;

/** @returns a layer's name: the recipe's, and the operations the layer stands for. Text from strangers; adapters escape it. */
export function describeLayer(recipe: Recipe | undefined, operations: readonly number[]): string {
  const titles = operations.map((index) => recipe?.operations[index]?.op).map((op) => (op === undefined ? undefined : (findOperation(op)?.title ?? op)));
  const known = [...new Set(titles.filter((title) => title !== undefined))].join(', ');
  const name = [recipe?.name ?? 'OpenRetouch', known].filter((part) => part !== '').join(': ');
  return shorten(name, MAXIMUM_NAME_LENGTH);
}

/** @returns the step that stores the recipe, or none, with a warning, where the host keeps no text or not that much. */
export function metadataSteps(recipe: Recipe | undefined, capabilities: HostCapabilities, warnings: HostWarning[]): MetadataStep[] {
  if (recipe === undefined) return [];
  if (capabilities.metadata === undefined) {
    warnings.push({ type: 'unsupported', feature: 'metadata', details: 'the recipe is not stored with the result: the host keeps no text' });
    return [];
  }
  const value = canonicalRecipe(recipe);
  const { maximumValueBytes } = capabilities.metadata;
  const byteCount = utf8ByteCount(value);
  if (maximumValueBytes !== undefined && byteCount > maximumValueBytes) {
    warnings.push({ type: 'unsupported', feature: 'metadata', details: `the recipe is not stored with the result: ${byteCount} bytes (the host keeps at most ${maximumValueBytes})` });
    return [];
  }
  return [{ kind: 'metadata', key: RECIPE_METADATA_KEY, value, fallback: 'skip' }];
}

/** Cuts between characters, never inside a surrogate pair. */
function shorten(text: string, maximumLength: number): string {
  if (text.length <= maximumLength) return text;
  let shortened = '';
  for (const character of text) {
    if (shortened.length + character.length > maximumLength - 1) break;
    shortened += character;
  }
  return `${shortened}\u2026`;
}
