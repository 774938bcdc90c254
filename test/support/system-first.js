const { default: Sequencer } = require("@jest/test-sequencer");

/** Long tests first, also on a machine that has never run them: at the end no worker waits for another one's journey. */
class SystemFirst extends Sequencer {
  /** @override @param {import("@jest/test-result").Test[]} tests */
  async sort(tests) {
    const rank = (/** @type {import("@jest/test-result").Test} */ { context }) =>
      context.config.displayName?.name === "system" ? 0 : 1;
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

module.exports = SystemFirst;
