import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { parse } from "yaml";
import { CHECKOUT } from "../../sandbox/tenant-project";

type Schema = Record<string, unknown>;

/** File of the operator's CustomResourceDefinition `Stack`; undefined where it is not at hand. */
export function findStackCrd(env: NodeJS.ProcessEnv): string | undefined {
  const folders = [env.PLENIGO_STRIPE_PKO, join(CHECKOUT, "../shared/pko")];
  return folders
    .flatMap((folder) => (folder ? [join(folder, "pulumi.com_stacks.yaml")] : []))
    .find((file) => existsSync(file));
}

/** Checks resources as the cluster would, and refuses fields that it would silently drop. */
export function stackValidator(file: string): ValidateFunction {
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(strict(schemaOf(file)));
}

/** Rules in the Common Expression Language at the top of the definition, which ajv does not know. */
export function topRules(file: string): string[] {
  const rules = (schemaOf(file)["x-kubernetes-validations"] ?? []) as { readonly rule: string }[];
  return rules.map(({ rule }) => rule);
}

function schemaOf(file: string): Schema {
  const { versions } = parse(readFileSync(file, "utf8")).spec;
  return versions.find(({ name }: { name: string }) => name === "v1").schema.openAPIV3Schema;
}

/** An object with named properties takes no others, unless it says so. */
function strict(node: Schema): Schema {
  const entries = Object.entries(node).map(([key, value]) => [key, deep(value)]);
  const result: Schema = Object.fromEntries(entries);
  const isOpen = "additionalProperties" in node || node["x-kubernetes-preserve-unknown-fields"] === true;
  return "properties" in node && !isOpen ? { ...result, additionalProperties: false } : result;
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  return typeof value === "object" && value !== null ? strict(value as Schema) : value;
}
