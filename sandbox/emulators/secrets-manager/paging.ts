import { AwsError } from "./aws-error";
import type { RequestInput } from "./request-input";

/** A page of `items`, and the token that leads to the next one. */
export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

/** Cuts the page that MaxResults (1-`max`, default `max`) and NextToken ask for; throws InvalidNextTokenException. */
export function readPage<T>(input: RequestInput, all: readonly T[], max: number): Page<T> {
  const size = input.number("MaxResults", { min: 1, max }) ?? max;
  const token = input.text("NextToken", { min: 1, max: 4096 });
  const start = token === undefined ? 0 : offsetOf(token);
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenFor(end) : undefined };
}

function tokenFor(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString("base64");
}

function offsetOf(token: string): number {
  const offset = /^offset:(\d+)$/.exec(Buffer.from(token, "base64").toString("utf8"))?.[1];
  if (offset === undefined) throw new AwsError("InvalidNextTokenException", "Invalid NextToken.");
  return Number(offset);
}
