import type { Operation } from '@openretouch/core';

/**
 * Lists the names that an operation's flag takes in pairs, the main parameter first: `gain=`, `pivot=`. Of groups with the
 * same fields the first is spelled out: `red.hue=`, `red.chroma=`, and so for orange, yellow.
 *
 * @param ending - put after each name, such as `=`.
 */
export function describePairs({ parameters, mainParameter }: Operation, ending: string, separator: string): string {
  const plain: string[] = [];
  const groupsByFields = new Map<string, string[]>();
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.kind === 'group') {
      const fields = Object.keys(parameter.fields).join(' ');
      groupsByFields.set(fields, [...(groupsByFields.get(fields) ?? []), name]);
    } else if (name === mainParameter) plain.unshift(name);
    else plain.push(name);
  }
  const grouped = [...groupsByFields].map(([fields, [first, ...others]]) => {
    const spelled = fields.split(' ').map((field) => `${first}.${field}${ending}`).join(separator);
    return others.length === 0 ? spelled : `${spelled}, and so for ${others.join(', ')}`;
  });
  return [...plain.map((name) => `${name}${ending}`), ...grouped].join(separator);
}
