// Reads the project's own source, so that the rules of the house can be checked on it: which files
// there are, what each imports, and how long its functions and constructors are.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface SourceFile {
  /** Path from the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Imports of files of our own, as paths like `path`. */
  readonly imports: readonly { path: string; typeOnly: boolean }[];
  readonly functions: readonly { name: string; line: number; lines: number; parameters: number }[];
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.data', 'coverage']);

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(inside);
    return [inside];
  });
}

/** Every file under the folders whose name ends in one of the endings. */
export function filesUnder(folders: readonly string[], endings: readonly string[]): string[] {
  return folders.flatMap(walk).filter((file) => endings.some((ending) => file.endsWith(ending)));
}

export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The source files under the folders, parsed. */
export function sourceUnder(...folders: string[]): SourceFile[] {
  const all = filesUnder(folders, ['.ts', '.tsx', '.mjs', '.js']);
  const known = new Set(all);
  return all.map((file) => parse(file, known));
}

function parse(file: string, known: ReadonlySet<string>): SourceFile {
  const text = textOf(file);
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const imports: { path: string; typeOnly: boolean }[] = [];
  const functions: { name: string; line: number; lines: number; parameters: number }[] = [];
  const lineOf = (position: number): number => tree.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    const target = importOf(node);
    if (target !== undefined) {
      const resolved = resolve(file, target.specifier, known);
      if (resolved !== undefined) imports.push({ path: resolved, typeOnly: target.typeOnly });
    }
    if (isFunction(node) && node.body !== undefined) {
      const first = lineOf(node.getStart());
      functions.push({
        name: nameOf(node),
        line: first + 1,
        lines: lineOf(node.end) - first + 1,
        parameters: node.parameters.length,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { path: file, text, lines: text.split('\n').length - 1, imports, functions };
}

type AnyFunction =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.ArrowFunction
  | ts.FunctionExpression;

function isFunction(node: ts.Node): node is AnyFunction {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node)
  );
}

function nameOf(node: AnyFunction): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  return node.name?.getText() ?? 'a function without a name';
}

function importOf(node: ts.Node): { specifier: string; typeOnly: boolean } | undefined {
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return undefined;
  if (node.moduleSpecifier === undefined || !ts.isStringLiteral(node.moduleSpecifier)) {
    return undefined;
  }
  const typeOnly = ts.isImportDeclaration(node)
    ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    : node.isTypeOnly;
  return { specifier: node.moduleSpecifier.text, typeOnly };
}

function resolve(from: string, specifier: string, known: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const plain = path.posix.join(path.posix.dirname(from), specifier);
  const stem = plain.replace(/\.js$/, '');
  return [`${stem}.ts`, `${stem}.tsx`, plain].find((candidate) => known.has(candidate));
}
