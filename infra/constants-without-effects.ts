/**
 * Tells the bundler that making a constant of our modules does nothing else, so that it leaves out those that nothing uses: mostly
 * schemas of answers. On its own it knows that of a plain `z.object({…})`, but not of what a method (`.extend`) or a spread makes.
 */
import * as ts from 'typescript';

/** The source with what each constant of the module is set to as a call that is marked as pure: esbuild drops it, or puts it back in place. */
export function constantsWithoutEffects(source: string, fileName: string): string {
  const made = ts
    .createSourceFile(fileName, source, ts.ScriptTarget.Latest, false)
    .statements.filter((each) => ts.isVariableStatement(each))
    .flatMap((each) => each.declarationList.declarations)
    .flatMap(({ initializer }) => (initializer && !ts.isFunctionLike(initializer) ? initializer : []));
  // From the last to the first, so that places which are still to come stay where they are.
  return made.reduceRight(
    (text, { pos, end }) =>
      `${text.slice(0, pos)} /* @__PURE__ */ (() => (${text.slice(pos, end)}))()${text.slice(end)}`,
    source,
  );
}
