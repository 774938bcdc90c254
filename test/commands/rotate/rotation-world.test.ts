import { update } from "../../../src/commands/rotate/rotation-world";
import { rotateWords } from "../../../src/commands/rotate/words";
import { UserError } from "../../../src/errors";
import { surroundingsIn } from "../../support/run-cli";

const failure = new UserError({ code: "engine-failed", what: "pulumi up failed: update cancelled" });

/** An update in the middle of which Ctrl-C comes, if at all. */
function updated({ isStopped, fails }: { isStopped: boolean; fails: boolean }): Promise<void> {
  const run = async () => {
    if (isStopped) process.emit("SIGINT", "SIGINT");
    if (fails) throw failure;
    return "";
  };
  return update(surroundingsIn("/"), { stack: "acme.stage", run }, rotateWords("en"));
}

// Ctrl-C in the middle of an update was told as a failure of the engine.
it.each([
  ["the engine gave up", true, "you have stopped here; the update was not done to its end."],
  ["the engine came to its end", false, "you have stopped here; the update was done."],
])("Ctrl-C is a wish of the person and no failure when %s", async (_, fails, what) => {
  await expect(updated({ isStopped: true, fails })).rejects.toMatchObject({
    code: "cancelled",
    parts: { what },
  });
});

it("a failure that nobody has wished for stays one", async () => {
  await expect(updated({ isStopped: false, fails: true })).rejects.toBe(failure);
});
