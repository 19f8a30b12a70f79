/**
 * Finds promises whose rejection nobody may take, which ends a process of Node. The rules of the linter (no-floating-promises,
 * no-misused-promises) see one that is dropped; these see one that is begun before another is awaited, kept in a field, or
 * dropped with `void`.
 */
import { dirname, relative } from 'node:path';
import ts from 'typescript';

type FunctionBody = ts.FunctionLikeDeclaration | ts.SourceFile;

/** A program of these files, or of all that tsconfig.json names. */
export function programOf(root: string, files?: string[]): ts.Program {
  const path = `${root}/tsconfig.json`;
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, (file) => ts.sys.readFile(file)).config,
    ts.sys,
    dirname(path),
  );
  return ts.createProgram(files ?? config.fileNames, { ...config.options, noEmit: true });
}

/** One line for each promise whose rejection may be nobody's, in the files that `isOurs` accepts. */
export function findUnhandled(program: ts.Program, isOurs: (path: string) => boolean): string[] {
  const checker = program.getTypeChecker();
  const root = program.getCurrentDirectory();
  const trusted = new Map<ts.Node, boolean>();
  const found: string[] = [];

  for (const file of program.getSourceFiles()) {
    const path = relative(root, file.fileName);
    if (!file.isDeclarationFile && isOurs(path)) visit(file, (node) => judge(node, path, file));
  }
  return found;

  function judge(node: ts.Node, path: string, file: ts.SourceFile): void {
    const report = (what: string): void => {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: ${what}`);
    };
    const body = enclosing(node);
    if (ts.isVoidExpression(node)) {
      if (isPromise(node.expression) && !isSafe(node.expression))
        report(`what ${short(node.expression)} rejects with is dropped`);
    } else if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      if (isPromise(node.name) && startsWork(node.initializer) && !isSafe(node.initializer))
        if (isTakenLate(body, node.end, symbolIs(node.name)))
          report(`${node.name.text} is begun before something else is awaited`);
    } else if (ts.isCallExpression(node)) {
      const late = node.arguments.findIndex(
        (each, at) => isPromise(each) && !isSafe(each) && isParameterLate(node, at),
      );
      if (late >= 0) report(`${short(node.arguments[late]!)} is given to what awaits something else before it`);
    } else if (isAssignment(node) && ts.isPropertyAccessExpression(node.left)) {
      const field = node.left.getText();
      if (isPromise(node.right) && startsWork(node.right) && !isSafe(node.right))
        if (isTakenLate(body, node.end, (other) => ts.isPropertyAccessExpression(other) && other.getText() === field))
          report(`${field} is kept, and what it rejects with may be nobody's`);
    }
  }

  /** Whether a function of ours takes the promise that it is called with only after another one was awaited. */
  function isParameterLate(call: ts.CallExpression, at: number): boolean {
    const callee = checker.getResolvedSignature(call)?.declaration;
    if (callee === undefined || !isAsync(callee) || callee.body === undefined) return false;
    const name = callee.parameters[at]?.name;
    return name !== undefined && ts.isIdentifier(name) && isTakenLate(callee, callee.body.pos, symbolIs(name));
  }

  function symbolIs(name: ts.Identifier): (node: ts.Node) => boolean {
    const symbol = checker.getSymbolAtLocation(name);
    return (node) =>
      ts.isIdentifier(node) &&
      node.text === name.text &&
      (checker.getSymbolAtLocation(node) === symbol ||
        (ts.isShorthandPropertyAssignment(node.parent) &&
          checker.getShorthandAssignmentValueSymbol(node.parent) === symbol));
  }

  function isPromise(node: ts.Node): boolean {
    return isPromiseType(checker.getTypeAtLocation(node));
  }

  /** A promise, or a list of promises. */
  function isPromiseType(type: ts.Type, isItem = false): boolean {
    if (type.isUnion()) return type.types.some((one) => isPromiseType(one, isItem));
    if (type.symbol?.name === 'Promise') return true;
    if (isItem || (!checker.isArrayType(type) && !checker.isTupleType(type))) return false;
    return checker.getTypeArguments(type as ts.TypeReference).some((item) => isPromiseType(item, true));
  }

  /** Whether a promise never rejects, as far as its text shows. */
  function isSafe(node: ts.Expression): boolean {
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
      return isSafe(node.expression);
    if (ts.isConditionalExpression(node)) return isSafe(node.whenTrue) && isSafe(node.whenFalse);
    if (ts.isArrayLiteralExpression(node)) return node.elements.every(isSafe);
    if (ts.isSpreadElement(node)) return isSafe(node.expression);
    if (ts.isIdentifier(node)) {
      const declared = checker.getSymbolAtLocation(node)?.valueDeclaration;
      if (declared && ts.isVariableDeclaration(declared) && declared.initializer) return isSafe(declared.initializer);
    }
    if (isAssignment(node)) return isSafe(node.right);
    if (ts.isNewExpression(node)) return resolvesOnly(node);
    if (!ts.isCallExpression(node)) return !isPromise(node);
    const { expression: callee, arguments: args } = node;
    if (ts.isPropertyAccessExpression(callee)) {
      const method = callee.name.text;
      if (callee.expression.getText() === 'Promise') {
        if (method === 'allSettled' || method === 'resolve') return true;
        if (method === 'all' || method === 'race') return args.every((each) => !isPromise(each) || isSafe(each));
      }
      const [each] = args;
      if (method === 'map' && each && ts.isArrowFunction(each)) return isTrusted(each);
      if (isPromise(callee.expression)) {
        if (method === 'catch' || (method === 'then' && args.length === 2)) return true;
        if (method === 'finally' || method === 'then') return isSafe(callee.expression);
      }
    }
    const declaration = checker.getResolvedSignature(node)?.declaration;
    // Timers reject only where their signal is aborted.
    if (declaration?.getSourceFile().fileName.endsWith('timers/promises.d.ts'))
      return args[2]?.getText().includes('signal') !== true;
    return declaration !== undefined && ts.isFunctionLike(declaration) && isTrusted(declaration);
  }

  /** Whether every promise that the function waits for is safe, or caught. */
  function isTrusted(declaration: ts.SignatureDeclaration): boolean {
    const known = trusted.get(declaration);
    if (known !== undefined) return known;
    const { body } = declaration as ts.FunctionLikeDeclaration;
    if (body === undefined) return false;
    trusted.set(declaration, true);
    let isFine = ts.isBlock(body) || isSafe(body);
    visitOwn(declaration as ts.FunctionLikeDeclaration, (node) => {
      if (isCaught(node, body)) return;
      if (ts.isThrowStatement(node) || (ts.isForOfStatement(node) && node.awaitModifier)) isFine = false;
      if (ts.isAwaitExpression(node) && !isSafe(node.expression)) isFine = false;
      if (ts.isReturnStatement(node) && node.expression && isPromise(node.expression) && !isSafe(node.expression))
        isFine = false;
    });
    trusted.set(declaration, isFine);
    return isFine;
  }
}

/** Whether the promise is first used after another one was awaited, or not at all, in the function that began it. */
function isTakenLate(body: FunctionBody, from: number, isUse: (node: ts.Node) => boolean): boolean {
  let use: ts.Node | undefined;
  const awaits: ts.Node[] = [];
  visitOwn(body, (node) => {
    if (node.getStart() < from) return;
    if (isUse(node)) use ??= node;
    if (isAwait(node)) awaits.push(node);
  });
  if (use === undefined) return true;
  return awaits.some((node) => node.end <= use!.getStart());
}

/** Whether the node lies in the block of a `try` that has a `catch`, within the function. */
function isCaught(node: ts.Node, body: ts.Node): boolean {
  for (let at = node; at !== body && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause) return true;
  return false;
}

/** `new Promise((resolve) => …)`: without a name for rejecting. */
function resolvesOnly({ expression, arguments: args }: ts.NewExpression): boolean {
  const [executor] = args ?? [];
  if (expression.getText() !== 'Promise' || executor === undefined) return false;
  return (ts.isArrowFunction(executor) || ts.isFunctionExpression(executor)) && executor.parameters.length < 2;
}

/** Whether an expression begins something, instead of naming a promise that is somebody's already. */
function startsWork(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isAwaitExpression(node)) return false;
  return true;
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken;
}

function isAwait(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
}

function isAsync(node: ts.Node): node is ts.FunctionLikeDeclaration {
  if (!ts.isFunctionLike(node) || !ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
}

function enclosing(node: ts.Node): FunctionBody {
  let at = node.parent ?? node;
  while (at.parent && !ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at as FunctionBody;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

/** Everything in a function but what is in functions within it. */
function visitOwn(body: FunctionBody, look: (node: ts.Node) => void): void {
  const descend = (node: ts.Node): void => {
    look(node);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, descend);
  };
  ts.forEachChild(body, descend);
}

function short(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
