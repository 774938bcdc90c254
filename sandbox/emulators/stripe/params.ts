import { invalidRequest } from "./stripe-refusal";

/** Throws `parameter_unknown` if there are parameters beyond `known` and `expand`. */
export function refuseUnknown(params: FormMap, known: readonly string[]): void {
  const unknown = Object.keys(params).filter((name) => name !== "expand" && !known.includes(name));
  if (unknown.length === 0) return;
  const noun = unknown.length === 1 ? "parameter" : "parameters";
  throw invalidRequest(`Received unknown ${noun}: ${unknown.join(", ")}`, {
    code: "parameter_unknown",
    param: unknown[0],
  });
}

/** The parameter as it came; throws `parameter_missing` if it did not. */
export function required(params: FormMap, name: string): FormValue {
  const value = params[name];
  if (value !== undefined) return value;
  throw invalidRequest(`Missing required param: ${name}.`, { code: "parameter_missing", param: name });
}

const LONGEST_TEXT = 5000;

/** Text of at most 5,000 characters, or undefined if absent. */
export function optionalText(params: FormMap, name: string): string | undefined {
  const value = params[name];
  return value === undefined ? undefined : asText(value, name);
}

/** Text of at most 5,000 characters; throws for lists and maps. */
export function asText(value: FormValue, name: string): string {
  if (typeof value !== "string") throw invalidRequest("Invalid string: {}", { param: name });
  if (value.length <= LONGEST_TEXT) return value;
  const shown = `${value.slice(0, 5)}...${value.slice(-5)}`;
  throw invalidRequest(`Invalid string: ${shown}; must be at most ${LONGEST_TEXT} characters`, {
    param: name,
  });
}

/** `true` or `false`, or undefined if absent. */
export function optionalBoolean(params: FormMap, name: string): boolean | undefined {
  const value = optionalText(params, name);
  if (value === undefined || value === "true" || value === "false")
    return value === undefined ? undefined : value === "true";
  throw invalidRequest(`Invalid boolean: ${value}`, { param: name });
}

/** A whole number in decimal digits, or undefined if absent; throws `parameter_invalid_integer`. */
export function optionalInteger(params: FormMap, name: string): number | undefined {
  const value = optionalText(params, name);
  if (value === undefined) return undefined;
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw invalidRequest(`Invalid integer: ${value}`, { code: "parameter_invalid_integer", param: name });
}

/** A list of texts, or undefined if absent; throws `Invalid array` for anything else. */
export function optionalTexts(params: FormMap, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const items = listOf(value);
  if (!items) throw invalidRequest("Invalid array", { param: name });
  return items.map((item, index) => asText(item, `${name}[${index}]`));
}

/** Throws what Stripe says to an empty text where nothing can be unset. */
export function refuseEmpty(value: string, name: string): void {
  if (value !== "") return;
  throw invalidRequest(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a ` +
      `parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or ` +
      "supply a non-empty value.",
    { code: "parameter_invalid_empty", param: name },
  );
}

/** A decoded parameter: text, or a map of parameters. Lists are maps whose names are their positions. */
export type FormValue = string | FormMap;

/** Decoded parameters by name, in the order of the wire. Has no prototype, so every name is safe. */
export interface FormMap {
  [name: string]: FormValue;
}

/**
 * Decodes form-encoded parameters in both shapes that Stripe takes: `enabled_events[0]=` (the SDKs) and
 * `enabled_events[]=` (the CLI, curl); maps as `metadata[a]=`. A name that comes twice keeps its last value.
 */
export function decodeForm(pairs: URLSearchParams): FormMap {
  const root = emptyMap();
  for (const [name, value] of pairs) place(root, pathOf(name), value);
  return root;
}

/** The values of a list in the order of their positions; undefined if the parameter is not a list. */
export function listOf(value: FormValue): FormValue[] | undefined {
  if (typeof value === "string") return undefined;
  const positions = Object.keys(value);
  if (!positions.every((position) => /^\d+$/.test(position))) return undefined;
  return positions.sort((a, b) => Number(a) - Number(b)).map((position) => value[position] as FormValue);
}

/** The same text for the same parameters, whatever their order and shape on the wire. */
export function canonicalForm(value: FormValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  const parts = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalForm(value[name] as FormValue)}`);
  return `{${parts.join(",")}}`;
}

function pathOf(name: string): string[] {
  const bracket = name.indexOf("[");
  if (bracket <= 0 || !name.endsWith("]")) return [name];
  return [name.slice(0, bracket), ...name.slice(bracket + 1, -1).split("][")];
}

function place(map: FormMap, path: string[], value: string): void {
  const [head = "", ...rest] = path;
  const name = head === "" ? String(Object.keys(map).length) : head;
  if (rest.length === 0) {
    map[name] = value;
    return;
  }
  const present = map[name];
  const inner = typeof present === "object" ? present : emptyMap();
  map[name] = inner;
  place(inner, rest, value);
}

function emptyMap(): FormMap {
  return Object.create(null) as FormMap;
}
