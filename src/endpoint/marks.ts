/** Marks by which a stack knows its endpoint: entries of the endpoint's metadata (contract: ownership marks). */
export interface OwnershipMarks {
  readonly managed_by: "plenigo-stripe";
  readonly plenigo_project: string;
  readonly plenigo_stack: string;
  readonly plenigo_company_id: string;
  /** Number of the endpoint in use; rotation makes the next one. */
  readonly plenigo_generation: string;
}

/** Names of our metadata entries; all others belong to other people and stay. */
export const MARK_NAMES = [
  "managed_by",
  "plenigo_project",
  "plenigo_stack",
  "plenigo_company_id",
  "plenigo_generation",
] as const satisfies readonly (keyof OwnershipMarks)[];

/** The marks of one stack's endpoint. */
export function marksOf(
  project: string,
  stack: string,
  companyId: string,
  generation: number,
): OwnershipMarks {
  return {
    managed_by: "plenigo-stripe",
    plenigo_project: project,
    plenigo_stack: stack,
    plenigo_company_id: companyId,
    plenigo_generation: String(generation),
  };
}

/** Entry that says when a person has entered the endpoint in plenigo, as ISO time; ours, but no mark and no drift. */
export const HANDED_OVER_AT = "plenigo_handed_over_at";

type Metadata = Readonly<Record<string, string>>;

/** Those of the metadata's entries that are ours. */
export function marksIn(metadata: Metadata): Record<string, string> {
  return Object.fromEntries(
    MARK_NAMES.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]]])),
  );
}

/**
 * Whether the marks say that the endpoint belongs to this project's stack and company, of whatever generation. Two
 * publishers with a clone each have the same project and stack names: the company belongs to it.
 */
export function isOurs(metadata: Metadata, marks: OwnershipMarks): boolean {
  const names = ["managed_by", "plenigo_project", "plenigo_stack", "plenigo_company_id"] as const;
  return names.every((name) => metadata[name] === marks[name]);
}

/** Generation that the marks say; undefined where the mark is missing or is not a whole number from 1. */
export function generationIn({ plenigo_generation }: Metadata): number | undefined {
  return /^[1-9]\d*$/.test(plenigo_generation ?? "") ? Number(plenigo_generation) : undefined;
}

/** Which stack an endpoint belongs to, for a person; empty where it carries no marks. */
export function ownerIn({
  managed_by,
  plenigo_stack,
  plenigo_project,
  plenigo_company_id,
}: Metadata): string {
  if (managed_by !== "plenigo-stripe") return "";
  const company = plenigo_company_id ? `, company ${plenigo_company_id}` : "";
  return ` (of stack ${plenigo_stack} in project ${plenigo_project}${company})`;
}

/** Whether two URLs reach the same receiver: letter case of the host and trailing slashes mean nothing. */
export function isSameUrl(one: string, other: string): boolean {
  return normalised(one) === normalised(other);
}

function normalised(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, "")}${search}`;
}

/** When the endpoint was handed over to plenigo; undefined where nobody has said so. */
export function handedOverAt(metadata: Metadata): Date | undefined {
  const at = new Date(metadata[HANDED_OVER_AT] ?? "");
  return Number.isNaN(at.getTime()) ? undefined : at;
}
