/** A value for the screen: prefix and length of a key or signing secret, everything else as it is. */
export function masked(value: string): string {
  const match = /^((?:sk|rk)_(?:test|live)_|whsec_)(.+)$/.exec(value);
  return match ? `${match[1]}… (${match[2]?.length ?? 0} more characters)` : value;
}
