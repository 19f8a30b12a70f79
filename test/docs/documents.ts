import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The root of the project. */
export const ROOT = dirname(dirname(import.meta.dirname));

/** The text of a file, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The documents that people read, by their paths from the root. */
export function documents(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return below(`${folder}/${entry.name}`);
      return entry.name.endsWith('.md') ? [`${folder}/${entry.name}`] : [];
    });
  return ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...below('docs'), ...below('data')];
}

/** What stands under a heading of a document, without the headings of the same or a higher level that follow. */
export function section(path: string, heading: string): string {
  const lines = textOf(path).split('\n');
  const from = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (from === -1) throw new Error(`${path} has no heading "${heading}".`);
  const level = lines[from]!.indexOf(' ');
  const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(from + 1, length === -1 ? undefined : from + 1 + length).join('\n');
}

/** The cells of the tables in a text, row by row, without their heads. */
export function rowsOf(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines
    .filter((line, index) => !isRule(line) && !isRule(lines[index + 1]))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function isRule(line: string | undefined): boolean {
  return line !== undefined && /^\|[\s|:-]+$/.test(line);
}

/** What a text puts between backticks. */
export function quotedIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, quoted]) => quoted!);
}

/** The tests that a cell of a table names ("`file`: sentence", one a line) and that do not exist. */
export function unknownTests(cell: string): { file: string; name: string }[] {
  return cell
    .split('<br>')
    .map((test) => {
      const [, file = '', name = ''] = /^`([^`]+\.spec\.ts)`: (.+)$/.exec(test.trim()) ?? [];
      return { file, name };
    })
    .filter(({ file, name }) => !existsSync(join(ROOT, file)) || !testNames(file).includes(name));
}

/** The sentences of the tests in a spec, as the source has them (`%s` stands for what a row of `it.each` puts there). */
export function testNames(path: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && first && ts.isStringLiteralLike(first) && isTest(node.expression))
      names.push(first.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest));
  return names;
}

/** `it`, `it.each` and what they return. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it';
  return (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) && isTest(callee.expression);
}
