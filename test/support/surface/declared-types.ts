import { join } from "node:path";
import ts from "typescript";
import { CHECKOUT } from "../../../sandbox/tenant-project";

const SETTINGS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  esModuleInterop: true,
  skipLibCheck: true,
  resolveJsonModule: true,
  noEmit: true,
};

/** What a module exports, a line each with its type: properties of interfaces and classes, signatures of functions. */
export function declaredTypes(modules: readonly string[]): string[] {
  const files = modules.map((module) => join(CHECKOUT, module));
  const program = ts.createProgram(files, SETTINGS);
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    if (!symbol) throw new Error(`${file} exports nothing`);
    return checker.getExportsOfModule(symbol).flatMap((each) => linesOf(checker, each));
  });
}

function linesOf(checker: ts.TypeChecker, exported: ts.Symbol): string[] {
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
  const name = exported.getName();
  const type =
    symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias)
      ? checker.getDeclaredTypeOfSymbol(symbol)
      : checker.getTypeOfSymbol(symbol);
  const [signature] = type.getCallSignatures();
  if (signature) return [`${name}${checker.signatureToString(signature)}`];
  if (!(symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class | ts.SymbolFlags.TypeAlias)))
    return [name];
  return [name, ...propertiesOf(checker, type).map((line) => `${name}.${line}`)];
}

function propertiesOf(checker: ts.TypeChecker, type: ts.Type): string[] {
  const own = type.getProperties().filter((property) => isOurs(property));
  return own
    .map((property) => {
      const optional = property.flags & ts.SymbolFlags.Optional ? "?" : "";
      const written = checker.typeToString(
        checker.getTypeOfSymbol(property),
        undefined,
        ts.TypeFormatFlags.NoTruncation,
      );
      return `${property.getName()}${optional}: ${written}`;
    })
    .sort();
}

/** What a class takes over from Pulumi is Pulumi's. */
function isOurs(property: ts.Symbol): boolean {
  const [declaration] = property.getDeclarations() ?? [];
  return !declaration?.getSourceFile().fileName.includes("/node_modules/@pulumi/");
}
