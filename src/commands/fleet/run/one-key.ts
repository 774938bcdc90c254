import type { StackFile } from "../../../config/stack-file";
import { UserError } from "../../../errors";
import { explain, shell } from "../../../remedies";

/**
 * `STRIPE_API_KEY` is used before every stack's own key, and a key belongs to one account.
 * @throws UserError `one-key-many-accounts`
 */
export function refuseOneKeyForMany(
  stacks: readonly StackFile[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (!env.STRIPE_API_KEY?.trim()) return;
  const accounts = new Set(stacks.flatMap(({ config }) => config?.stripeAccountId ?? []));
  if (accounts.size < 2) return;
  throw new UserError({
    code: "one-key-many-accounts",
    what: `STRIPE_API_KEY is set, but the selected stacks belong to ${accounts.size} Stripe accounts.`,
    where: `${stacks.length} stacks`,
    next: [
      shell("unset STRIPE_API_KEY", "each stack then uses its own key"),
      explain("select the stacks of one account: --tenant NAME"),
    ],
  });
}
