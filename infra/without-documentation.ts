/**
 * Takes out of our source what only makes the OpenAPI document: the document is committed and deployed as a file, so what makes
 * it need not be deployed, nor be evaluated at every start. Found in TypeScript's own syntax tree, never by the look of the text.
 */
import * as ts from 'typescript';

/** Members of an operation's declaration that only the document shows, and those of its `answers`. */
const shownOfOperation = ['tag', 'summary', 'description', 'bodyExample'];
const shownOfAnswers = ['schema', 'description', 'example'];

type Cut = { from: number; to: number };

/** The source without `.meta({…})` on schemas, the texts and examples of `operation({…})` and the schemas of answers. Linear in its length. */
export function withoutDocumentation(source: string, fileName: string): string {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, false);
  const cuts: Cut[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const {
        expression: callee,
        arguments: [given],
      } = node;
      if (isMeta(callee) && given !== undefined) {
        cuts.push({ from: callee.expression.end, to: node.end });
        // What is described may be described inside as well; what describes it goes as a whole.
        visit(callee.expression);
        return;
      }
      if (ts.isIdentifier(callee) && callee.text === 'operation' && isObject(given)) {
        cuts.push(...members(given, shownOfOperation));
        const answers = given.properties.find((each) => isNamed(each, ['answers']));
        if (answers && ts.isPropertyAssignment(answers) && isObject(answers.initializer))
          cuts.push(...members(answers.initializer, shownOfAnswers));
      }
    }
    // What an answer looks like is for the document alone: only what is asked is checked. It may be declared apart, for several.
    if (isObject(node) && hasMember(node, 'form') && hasMember(node, 'schema'))
      cuts.push(...members(node, shownOfAnswers));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return without(source, cuts);
}

const isMeta = (callee: ts.Expression): callee is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(callee) && callee.name.text === 'meta';

const isObject = (node: ts.Node | undefined): node is ts.ObjectLiteralExpression =>
  node !== undefined && ts.isObjectLiteralExpression(node);

const isNamed = (node: ts.ObjectLiteralElementLike, names: readonly string[]): boolean =>
  node.name !== undefined && ts.isIdentifier(node.name) && names.includes(node.name.text);

const hasMember = ({ properties }: ts.ObjectLiteralExpression, name: string): boolean =>
  properties.some((each) => isNamed(each, [name]));

/** Each named member, up to where the next one begins: the comma goes with it. */
const members = ({ properties }: ts.ObjectLiteralExpression, names: readonly string[]): Cut[] =>
  properties.flatMap((each, index) =>
    isNamed(each, names) ? [{ from: each.pos, to: properties[index + 1]?.pos ?? properties.end }] : [],
  );

/** Cuts may lie inside each other. */
function without(source: string, cuts: Cut[]): string {
  let left = '';
  let at = 0;
  for (const { from, to } of cuts.toSorted((a, b) => a.from - b.from)) {
    if (from > at) left += source.slice(at, from);
    at = Math.max(at, to);
  }
  return left + source.slice(at);
}

/** A module with the same exported functions and constants, none of which does anything: for what is never called. */
export function emptied(source: string, fileName: string): string {
  const { statements } = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, false);
  const names = statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause: clause } = statement;
      return clause && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
    }
    const exported =
      ts.canHaveModifiers(statement) &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    return ts.isFunctionDeclaration(statement) && statement.name ? [statement.name.text] : [];
  });
  return [
    'const none = () => undefined;',
    `export { ${names.map((name) => `none as ${name}`).join(', ')} };`,
  ].join('\n');
}
