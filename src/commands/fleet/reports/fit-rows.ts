/** A text's room in a comment and in a file. */
export interface Room {
  /** UTF-16 units, as GitHub counts at most. */
  readonly characters: number;
  /** Bytes in UTF-8. */
  readonly bytes: number;
}

/** Rows that fit, and what was done to the others. */
export interface FittedRows {
  readonly rows: readonly string[];
  /** Number of rows that say less than they could; they are the last of `rows`. */
  readonly shortened: number;
  /** Number of rows that are left out; they are the last ones. */
  readonly leftOut: number;
}

/**
 * Cuts rows, each with its line break, to the room: first the last rows are shortened, step by step, and when all are as
 * short as they get, the last ones are left out.
 * @param versions of each row, the longest first
 */
export function fitRows(versions: readonly (readonly string[])[], room: Room): FittedRows {
  const rows = versions.map(([longest = ""]) => longest);
  const used = { characters: 0, bytes: 0 };
  const count = (text: string, sign: 1 | -1) => {
    used.characters += sign * (text.length + 1);
    used.bytes += sign * (Buffer.byteLength(text) + 1);
  };
  const fits = () => used.characters <= room.characters && used.bytes <= room.bytes;
  for (const row of rows) count(row, 1);

  const steps = Math.max(0, ...versions.map(({ length }) => length - 1));
  for (let step = 1; step <= steps; step += 1) {
    for (let index = rows.length - 1; index >= 0 && !fits(); index -= 1) {
      const shorter = versions[index]?.[step];
      const row = rows[index] ?? "";
      if (shorter === undefined || shorter.length >= row.length) continue;
      count(row, -1);
      count(shorter, 1);
      rows[index] = shorter;
    }
  }
  while (!fits() && rows.length > 0) count(rows.pop() ?? "", -1);

  const shortened = rows.filter((row, index) => row !== versions[index]?.[0]).length;
  return { rows, shortened, leftOut: versions.length - rows.length };
}
