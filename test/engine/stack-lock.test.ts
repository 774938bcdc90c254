import { hostname } from "node:os";
import {
  isLeftBehind,
  lockIn,
  lockOfTexts,
  type StackLock,
  waysOutOfLock,
  wordsOfLock,
} from "../../src/engine/stack-lock";
import { remedyLines } from "../support/remedy-lines";

const DEAD = 999_999_999;

/** What the engine prints of locks of a file or bucket backend. */
const printed = (...holders: readonly (readonly [host: string, pid: number])[]) =>
  [
    `error: the stack is currently locked by ${holders.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.`,
    ...holders.map(
      ([host, pid]) =>
        `  s3://b/.pulumi/locks/a.json: created by me@${host} (pid ${pid}) at 2026-01-01T00:00:00Z`,
    ),
  ].join("\n");

it.each([
  [
    "of a file or bucket backend",
    printed(["there", 7]),
    /: me@there, process 7, since 2026-01-01T00:00:00Z$/,
  ],
  [
    "of Pulumi Cloud",
    "error: [409] Conflict: Another update is currently in progress.\nTo learn more, visit https://www.pulumi.com/docs/\n",
    /^another run holds the lock, or has left it: .*Another update is currently in progress$/,
  ],
  [
    "lost in a race on S3",
    'error: blob (key ".pulumi/locks/organization/p/s/1.json") (code=NotFound): NoSuchKey: the key does not exist\n',
    /^another run holds the lock, or has left it: .*\.pulumi\/locks/,
  ],
])("knows a lock %s", (_, text, words) => {
  const lock = lockIn(text);
  expect(lock && wordsOfLock(lock)).toMatch(words);
});

it("takes another failure for no lock", () => {
  expect(lockIn("error: 2 errors occurred:\n  * one\n")).toBeUndefined();
});

const here = hostname();
const CANCEL = /^pulumi cancel --yes {3}\(only if you are sure that nothing runs; then this again\)$/;
const LEFT = [
  "a run on this machine that is gone has left its lock",
  [/^pulumi cancel --yes && npx plenigo-stripe recover {3}\(/],
] as const;
const HELD = [
  "a run on this machine holds the lock",
  [/^wait for its end/, /^pulumi cancel --yes {3}\(only if that process is not a run/],
] as const;
const UNTOLD = [
  "a run on another machine holds the lock, or has left it, which can't be told from here",
  [CANCEL],
] as const;

// "another run holds the lock" was said of the lock of a process that was dead, and "wait for its end" was no way out.
describe.each([
  ["that the engine tells", (...holders: [string, number][]) => lockIn(printed(...holders))],
  [
    "that the backend shows",
    (...holders: [string, number][]) =>
      lockOfTexts(
        holders.map(([host, pid]) =>
          JSON.stringify({ pid, username: "me", hostname: host, timestamp: "2026-01-01T00:00:00Z" }),
        ),
      ),
  ],
])("a lock %s", (_source, lockOf) => {
  it.each<[string, [string, number][], readonly [string, readonly RegExp[]]]>([
    ["of a dead process of this machine was left", [[here, DEAD]], LEFT],
    ["of a process of this machine that runs is held", [[here, process.pid]], HELD],
    ["of another machine can't be judged, whatever runs here", [["elsewhere", DEAD]], UNTOLD],
    [
      "of two dead processes was left",
      [
        [here, DEAD],
        [here, DEAD - 1],
      ],
      LEFT,
    ],
    [
      "of a dead process beside one that runs is held",
      [
        [here, DEAD],
        [here, process.pid],
      ],
      HELD,
    ],
    [
      "of a dead process beside another machine can't be judged",
      [
        [here, DEAD],
        ["elsewhere", 1],
      ],
      UNTOLD,
    ],
  ])("%s", (_, holders, [words, next]) => {
    const lock = lockOf(...holders) as StackLock;
    const who = holders
      .map(([host, pid]) => `me@${host}, process ${pid}, since 2026-01-01T00:00:00Z`)
      .join("; ");
    expect(wordsOfLock(lock)).toBe(`${words}: ${who}`);
    expect(remedyLines(waysOutOfLock(lock))).toEqual(next.map((line) => expect.stringMatching(line)));
    expect(isLeftBehind(lock)).toBe(words === LEFT[0]);
  });
});

it.each(["", "{", "null"])("a lock whose text is %j can't be judged", (text) => {
  const lock = lockOfTexts([text]) as StackLock;
  expect(wordsOfLock(lock)).toMatch(/^another run holds the lock, or has left it: .* one can't be read$/);
  expect(isLeftBehind(lock)).toBe(false);
});
