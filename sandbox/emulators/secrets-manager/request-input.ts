import { AwsError, constraintBroken } from "./aws-error";

/** Bounds of the service model for a string (characters) or a list (members). */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** Keeps the value out of error messages. */
  readonly isSecret?: boolean;
}

/** Parameters of a call, read with the types and bounds of AWS's service model `secretsmanager/2017-10-17`. */
export class RequestInput {
  constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  /** Parses a JSON body; throws SerializationException if it isn't an object. */
  static fromBody(body: string): RequestInput {
    const parsed = parseJson(body || "{}");
    if (!isObject(parsed)) throw new AwsError("SerializationException", "Expected a JSON object.");
    return new RequestInput(parsed);
  }

  /** Name, ARN or partial ARN of the secret that the call is about; undefined where it is about none. */
  get secret(): string | undefined {
    const { SecretId, Name } = this.fields;
    return [SecretId, Name].find((value) => typeof value === "string");
  }

  /** Throws ValidationException outside the bounds, SerializationException for another type. */
  text(name: string, bounds: Bounds = {}): string | undefined {
    const value = this.ofType(name, "string") as string | undefined;
    if (value !== undefined)
      checkLength(name, value.length, bounds, bounds.isSecret ? undefined : `'${value}'`);
    return value;
  }

  requiredText(name: string, bounds: Bounds = {}): string {
    return this.text(name, bounds) ?? missing(name);
  }

  flag(name: string): boolean {
    return (this.ofType(name, "boolean") as boolean | undefined) ?? false;
  }

  number(name: string): number | undefined {
    return this.ofType(name, "number") as number | undefined;
  }

  /** A list of strings, each within `each`. */
  texts(name: string, bounds: Bounds = {}, each: Bounds = {}): string[] | undefined {
    const members = this.list(name, bounds);
    return members?.map((member) => new RequestInput({ [name]: member }).requiredText(name, each));
  }

  /** A list of structures. */
  structures(name: string): RequestInput[] | undefined {
    return this.list(name, {})?.map((member) => {
      if (!isObject(member)) throw new AwsError("SerializationException", `Expected structures in ${name}.`);
      return new RequestInput(member);
    });
  }

  private list(name: string, bounds: Bounds): unknown[] | undefined {
    const value = this.fields[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw new AwsError("SerializationException", `Expected a list for ${name}.`);
    checkLength(name, value.length, bounds, `'${JSON.stringify(value)}'`);
    return value;
  }

  private ofType(name: string, type: "string" | "boolean" | "number"): unknown {
    const value = this.fields[name] ?? undefined;
    if (value === undefined || typeof value === type) return value;
    throw new AwsError("SerializationException", `Expected a ${type} for ${name}.`);
  }
}

/** Throws ValidationException: a required parameter isn't there. */
export function missing(name: string): never {
  throw constraintBroken(name, "Member must not be null", "null");
}

function checkLength(
  name: string,
  length: number,
  { min = 0, max = Infinity }: Bounds,
  shown?: string,
): void {
  if (length < min) {
    throw constraintBroken(name, `Member must have length greater than or equal to ${min}`, shown);
  }
  if (length > max)
    throw constraintBroken(name, `Member must have length less than or equal to ${max}`, shown);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON.");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
