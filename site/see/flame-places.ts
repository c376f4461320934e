/** Where the functions of a profile stand in the source: the engine tells names, and this finds their lines. Pure. */
import ts from "typescript";

/** By the name that the engine gives: "wake", "#wait", "get hasWork"; a constructor has the name of its class. */
export function linesOfFunctions(text: string): ReadonlyMap<string, number> {
  const file = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const lines = new Map<string, number>();
  const note = (name: string, node: ts.Node) => {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (!lines.has(name)) lines.set(name, line);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isGetAccessor(node)) note(`get ${node.name.getText()}`, node);
    else if (ts.isSetAccessor(node)) note(`set ${node.name.getText()}`, node);
    else if (ts.isMethodDeclaration(node)) note(node.name.getText(), node);
    else if (ts.isFunctionDeclaration(node) && node.name !== undefined) note(node.name.text, node);
    else if (ts.isClassDeclaration(node) && node.name !== undefined)
      note(node.name.text, node.members.find(ts.isConstructorDeclaration) ?? node);
    else if (
      (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) &&
      node.initializer !== undefined &&
      (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer))
    )
      note(node.name.getText(), node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}
