import ts from 'typescript';

/**
 * Finds code that would be compiled from strings at run time, which editors' script contexts forbid.
 *
 * @returns each place as source text: calls of `eval`, uses of `Function` as a function or constructor, a timer given a string,
 * the constructor of a function reached by property.
 */
export function findDynamicCode(code: string): string[] {
  const source = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isDynamic(node)) found.push(node.getText(source).slice(0, 80));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isDynamic(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  const { expression } = node;
  const callee = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  const name = nameOf(ts.isBinaryExpression(callee) ? callee.right : callee);
  if (name === 'eval' || name === 'Function') return true;
  if (name === 'constructor' && ts.isPropertyAccessExpression(callee) && nameOf(callee.expression) === 'constructor') return true;
  const [first] = node.arguments ?? [];
  return (name === 'setTimeout' || name === 'setInterval') && first !== undefined && ts.isStringLiteralLike(first);
}

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}
