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

/** The values of a list in the order of their positions; undefined if the parameter is no list. */
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
