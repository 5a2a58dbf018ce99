import type { RecipeIssue } from '../errors.js';
import { makeIssue, quoteNames, shortenValue } from './issue.js';
import { describePointer, pointerToTokens, valueAt } from './json-pointer.js';
import { nearestNames } from './nearest-names.js';
import type { JsonSchema } from './parameter-schema.js';
import { knownKeys, schemaNodeAt, unionTags } from './schema-node.js';

/** One fault as the compiled schema reports it. @see https://ajv.js.org/api.html#error-objects */
export interface StructuralFault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the fault is in the name of a key, not in a value. */
  readonly propertyName?: string;
}

/**
 * Puts a fault of the compiled schema in words: where, what was found, what is accepted there.
 *
 * @param root - the value that was validated, plain JSON.
 */
export function describeFault(fault: StructuralFault, schema: JsonSchema, root: unknown): RecipeIssue {
  const tokens = pointerToTokens(fault.instancePath);
  const node = schemaNodeAt(schema, root, tokens);
  const child = (key: string): string => `${fault.instancePath}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;

  if (fault.propertyName !== undefined || fault.keyword === 'propertyNames') {
    const key = fault.propertyName ?? String(fault.params.propertyName);
    const expected = String(node?.['x-keys']);
    return { pointer: child(key), value: shortenValue(key), expected, message: `${describePointer(child(key))}: key not accepted (expected ${expected})` };
  }
  switch (fault.keyword) {
    case 'additionalProperties':
      return unknownKey(child(String(fault.params.additionalProperty)), String(fault.params.additionalProperty), node === undefined ? [] : knownKeys(node));
    case 'required': {
      const key = String(fault.params.missingProperty);
      return makeIssue(child(key), undefined, acceptedAt(schema, root, [...tokens, key], key, node));
    }
    case 'discriminator': {
      const key = String(fault.params.tag);
      return unknownTag(child(key), valueAt(root, [...tokens, key]), node === undefined ? [] : unionTags(node, key));
    }
    case 'false schema': {
      const owner = schemaNodeAt(schema, root, tokens.slice(0, -1));
      return makeIssue(fault.instancePath, valueAt(root, tokens), String(owner?.['x-exclusive']));
    }
    default:
      return makeIssue(fault.instancePath, valueAt(root, tokens), String(node?.['x-accepts']));
  }
}

function acceptedAt(schema: JsonSchema, root: unknown, tokens: readonly string[], key: string, owner: JsonSchema | undefined): string {
  const tags = owner === undefined ? [] : unionTags(owner, key);
  return tags.length > 0 ? quoteNames(tags) : String(schemaNodeAt(schema, root, tokens)?.['x-accepts']);
}

function unknownKey(pointer: string, key: string, known: readonly string[]): RecipeIssue {
  const near = nearestNames(key, known);
  const expected = near.length > 0 ? `${quoteNames(near)}, the nearest known` : `one of the known keys ${quoteNames(known)}`;
  return { pointer, value: shortenValue(key), expected, message: `${describePointer(pointer)}: unknown key (expected ${expected})` };
}

function unknownTag(pointer: string, value: unknown, known: readonly string[]): RecipeIssue {
  const near = typeof value === 'string' ? nearestNames(value, known) : [];
  return makeIssue(pointer, value, near.length > 0 ? `${quoteNames(near)}, the nearest known` : quoteNames(known));
}
