import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "../../../sandbox/tenant-project";
import { EXIT } from "../../../src/commands/cli-command";
import { AUDIT_FINDINGS, RUN_FINDINGS } from "../../../src/commands/fleet/finding-codes";
import { DELIVERY_FINDINGS } from "../../../src/commands/verify/report";
import { AWS_FIELDS, FIELDS } from "../../../src/config/fields";
import * as provider from "../../../src/endpoint/provider";
import { ERROR_CODES } from "../../../src/errors";
import { declaredTypes } from "./declared-types";

const read = (file: string) => readFileSync(join(CHECKOUT, file), "utf8");

/** What programs, pipelines and readers rely on, as text: a section each, a line each. */
export function publicSurface(): string {
  const { exports, bin, engines, peerDependencies } = JSON.parse(read("package.json"));
  const sections: readonly [string, readonly string[]][] = [
    ["Package", [...Object.keys(exports), ...Object.keys(bin), `node ${engines.node}`]],
    ["Peers", Object.entries(peerDependencies).map(([name, range]) => `${name} ${range}`)],
    ["Programs: plenigo-stripe and plenigo-stripe/connection", declaredTypes(["src/connection.ts"])],
    ["Readers: plenigo-stripe/connection-secret", declaredTypes(["src/secret/connection-secret.ts"])],
    ["Provider: plenigo-stripe/provider", Object.keys(provider).sort()],
    ["Stack outputs", outputs()],
    ["Configuration", Object.keys({ ...FIELDS, ...AWS_FIELDS }).sort()],
    ...readdirSync(join(CHECKOUT, "schemas")).map(
      (file) => [`schemas/${file}`, pathsOf(JSON.parse(read(`schemas/${file}`)))] as const,
    ),
    ["Exit codes", Object.entries(EXIT).map(([name, code]) => `${code} ${name}`)],
    ["Error codes", errorCodes()],
    ["Findings", [...Object.keys(AUDIT_FINDINGS), ...Object.keys(RUN_FINDINGS), ...DELIVERY_FINDINGS].sort()],
  ].map(([title, lines]) => [title as string, [...new Set(lines as readonly string[])]] as const);
  return sections.map(([title, lines]) => `## ${title}\n\n${lines.join("\n")}\n`).join("\n");
}

function outputs(): string[] {
  const names = [...read("src/index.ts").matchAll(/^export const \{(.*)\}/gm)].map(([, list = ""]) => list);
  return names.flatMap((list) => list.split(",").map((name) => name.trim()));
}

function errorCodes(): string[] {
  return [...ERROR_CODES].sort();
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Each property's path, with `?` where it may be missing, and the values where they are fixed. */
function pathsOf(schema: JsonSchema, path = ""): string[] {
  const values = schema.enum ? [`${path} = ${schema.enum.map(String).join(" | ")}`] : [];
  const reference = schema.$ref ? [`${path} -> ${schema.$ref}`] : [];
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const here = `${path}${path ? "." : ""}${name}${schema.required?.includes(name) ? "" : "?"}`;
    return [here, ...pathsOf(each, here)];
  });
  const listed = schema.items ? pathsOf(schema.items, `${path}[]`) : [];
  const defined = Object.entries(schema.$defs ?? {}).flatMap(([name, each]) =>
    pathsOf(each, `#/$defs/${name}`),
  );
  return [...values, ...reference, ...named, ...listed, ...defined];
}
