/** A key as Stripe's messages show it: prefix and last four characters stay, `sk_test_****1234`. */
export function maskKey(key: string): string {
  const prefix = /^(?:sk|rk|pk)_(?:test|live)_/.exec(key)?.[0] ?? "";
  const rest = key.slice(prefix.length);
  return `${prefix}${"*".repeat(Math.max(rest.length - 4, 4))}${rest.length > 8 ? rest.slice(-4) : ""}`;
}
