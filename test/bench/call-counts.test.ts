import { type CallCounts, callFigures, callTables } from "../../bench/call-counts";
import { explain, REASONS, serviceOf } from "../../bench/call-reasons";
import { isInBound } from "../../bench/figures";
import { previewFigures } from "../../bench/preview-floor";

it("gives two calls of one operation a reason each, in their order", () => {
  const reasons = [
    ["DescribeSecret", "first"],
    ["DescribeSecret", "second"],
  ] as const;
  const explained = explain(["DescribeSecret", "DescribeSecret"], reasons);
  expect(explained.map(({ why }) => why)).toEqual(["first", "second"]);
});

it.each([
  ["of an operation without any reason", ["GET /v1/balance"]],
  ["beyond the calls that have one", ["GET /v1/account", "GET /v1/account"]],
])("fails on a call %s, and marks it in the table", (_, calls) => {
  const unexpected = explain(calls, REASONS["unchanged preview"]);
  const counts: CallCounts = { "first up": [], "unchanged preview": unexpected, "unchanged up": [] };
  expect(callFigures(counts).filter((figure) => !isInBound(figure))).toHaveLength(1);
  expect(callTables(counts)).toMatch(/UNEXPECTED/);
});

it("is content with the calls that have a reason, and with fewer", () => {
  const calls = explain(["GET /v1/account"], REASONS["unchanged preview"]);
  const counts: CallCounts = { "first up": [], "unchanged preview": calls, "unchanged up": [] };
  expect(callFigures(counts).every(isInBound)).toBe(true);
  expect(callTables(counts)).toMatch(/^unchanged preview: 1 calls of Stripe, 0 of AWS$/m);
});

it("has other names than the times of the same commands", () => {
  const counts: CallCounts = { "first up": [], "unchanged preview": [], "unchanged up": [] };
  const figures = [...callFigures(counts), ...previewFigures([{ ours: 2, floor: 1 }])];
  expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
});

it.each([
  ["Stripe", "POST /v1/webhook_endpoints"],
  ["AWS", "PutSecretValue"],
])("tells a call of %s", (service, operation) => {
  expect(serviceOf(operation)).toBe(service);
});
