import { crossingText } from "../crossing";
import { UserError } from "../errors";
import { programError } from "../program-error";
import { explain } from "../remedies";
import { FIELDS, readField } from "./fields";

/** Required values that a program may pass itself, for example from another resource, instead of the stack's configuration. */
export type PassedValue = "companyId" | "stripeAccountId";

/**
 * Holds a value that a program passes to the same form as one in a stack's configuration.
 * @returns the value
 * @throws pulumi.RunError which does not repeat the value
 */
export function ofRightForm(key: PassedValue, value: string): string {
  const read = readField(FIELDS[key], value);
  if (!("fault" in read)) return value;
  const refusal = new UserError({
    code: "config-invalid",
    what: `the program passes a ${key} that is refused: it ${read.fault}.`,
    where: `PlenigoStripeConnection, ${key}`,
    next: [explain(`pass the ${key} of this environment`)],
  });
  throw programError(crossingText(refusal));
}
