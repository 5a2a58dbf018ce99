import { valueAt } from './json-pointer.js';
import type { JsonSchema } from './parameter-schema.js';

/**
 * Finds the part of a schema that a place in a value is held against: through properties, items, references, and the
 * branch of a union that the value's own discriminator picks.
 *
 * @returns `undefined` where the schema knows no such place.
 */
export function schemaNodeAt(schema: JsonSchema, root: unknown, tokens: readonly string[]): JsonSchema | undefined {
  let node: JsonSchema | undefined = narrow(schema, schema, root);
  for (let depth = 0; depth < tokens.length && node !== undefined; depth += 1) {
    const child = childOf(node, tokens[depth]);
    node = child === undefined ? undefined : narrow(schema, child, valueAt(root, tokens.slice(0, depth + 1)));
  }
  return node;
}

/** @returns the keys an object at this node may have. */
export function knownKeys(node: JsonSchema): string[] {
  return isSchema(node.properties) ? Object.keys(node.properties) : [];
}

/** @returns the values of the discriminator a union accepts. */
export function unionTags(node: JsonSchema, key: string): string[] {
  const branches = Array.isArray(node.oneOf) ? (node.oneOf as JsonSchema[]) : [];
  return branches.map((branch) => tagOf(branch, key)).filter((tag) => tag !== undefined);
}

function narrow(schema: JsonSchema, node: JsonSchema, value: unknown): JsonSchema {
  if (typeof node.$ref === 'string') {
    const definitions = schema.$defs as Record<string, JsonSchema>;
    return definitions[node.$ref.replace('#/$defs/', '')];
  }
  const key = (node.discriminator as { propertyName?: string } | undefined)?.propertyName;
  if (key === undefined) return node;
  const tag = valueAt(value, [key]);
  return (node.oneOf as JsonSchema[]).find((branch) => tagOf(branch, key) === tag) ?? node;
}

function childOf(node: JsonSchema, token: string): JsonSchema | undefined {
  if (isSchema(node.properties) && Object.hasOwn(node.properties, token)) return node.properties[token] as JsonSchema;
  return [node.items, node.additionalProperties].find(isSchema);
}

function tagOf(branch: JsonSchema, key: string): string | undefined {
  return (branch.properties as Record<string, { const?: string }> | undefined)?.[key]?.const;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
