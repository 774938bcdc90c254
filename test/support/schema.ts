import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { CHECKOUT } from "../../sandbox/tenant-project";

/** Reads a printed JSON document, which must be alone and fit the schema. */
export function documentOf(printed: string, schema: string): Record<string, unknown> {
  const document = JSON.parse(printed);
  const validate = new Ajv({ allErrors: true }).compile(
    JSON.parse(readFileSync(join(CHECKOUT, "schemas", `${schema}.schema.json`), "utf8")),
  );
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
  return document;
}
