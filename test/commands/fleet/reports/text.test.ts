import { lookOf } from "../../../../src/terminal/look";
import {
  auditOf,
  HANDOVER_DUE,
  mixedAudit,
  reportText,
  stackReport,
  unchanged,
} from "../../../support/fleet-reports";

const plain = lookOf({}, {});

it("lists who needs attention, failures first, what differs by name, and the rest as a number", () => {
  expect(reportText(mixedAudit(1000), plain)).toBe(`\
fleet audit: 4 of 1,000 stacks need attention (1 error, 1 not run, 1 drift, 1 missing, 1 note, 995 as declared)

✗ broken.live   error    stripe-unreadable: Stripe did not answer
                         next  npx plenigo-stripe doctor --stack broken.live   (asks Stripe with each key of the stack)
✗ waiting.live  not run  not-run: stopped after 3 failures
                         next  npx plenigo-stripe doctor --stack waiting.live   (looks at all that the stack needs)
! drifted.live  drift    events-differ: endpoint we_1 has other events
                           missing   charge.failed, charge.updated
                           extra     customer.created
                         endpoint-disabled: endpoint we_1 is disabled
                         next  npx plenigo-stripe fleet up --stack drifted.live   (repairs it in place)
! gone.stage    missing  secret-missing: there is no secret
                         next  npx plenigo-stripe fleet up --stack gone.stage   (makes it)
· noted.live    note     handover-due: plenigo may lack the signing secret
                         next  npx plenigo-stripe handover --stack noted.live   (shows what plenigo needs; --done notes that it was entered)
✓ 995 stacks as declared
`);
});

it.each([
  ["nothing", auditOf(), "✓ fleet audit: no stacks to look at\n"],
  ["one stack", auditOf(...unchanged(1)), "✓ fleet audit: the stack is as declared\n"],
  ["several stacks", auditOf(...unchanged(3)), "✓ fleet audit: all 3 stacks are as declared\n"],
  [
    "one that needs attention",
    auditOf(stackReport("a.live", "pending")),
    "fleet audit: 1 of 1 stack needs attention (1 pending)\n\n! a.live  pending\n",
  ],
])("says it in few words for %s", (_, report, text) => {
  expect(reportText(report, plain)).toBe(text);
});

it("counts notes that many stacks have, instead of listing them", () => {
  const noted = Array.from({ length: 998 }, (_, index) => stackReport(`a${index}.live`, "ok", HANDOVER_DUE));
  const text = reportText(auditOf(...noted, stackReport("b.live", "drift")), plain);
  expect(text).toContain("\n· 998 stacks  handover-due: nobody has noted");
  expect(text.split("\n")).toHaveLength(6);
});

it("repeats the counts below what is longer than a screen", () => {
  const long = Array.from({ length: 30 }, (_, index) => stackReport(`a${index}.live`, "error"));
  const lines = reportText(auditOf(...long), plain)
    .trimEnd()
    .split("\n");
  expect(lines.at(-1)).toBe(lines[0]);
});

it("colours by urgency on a terminal", () => {
  const text = reportText(mixedAudit(), lookOf({ isTTY: true }, {}));
  expect(text).toContain("\u001b[31m✗\u001b[39m \u001b[1mbroken.live\u001b[22m");
  expect(text).toContain("\u001b[33m!\u001b[39m \u001b[1mgone.stage");
});
