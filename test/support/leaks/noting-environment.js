const { appendFileSync } = require("node:fs");
const { basename, join } = require("node:path");
const { TestEnvironment } = require("jest-environment-node");

/** Node's environment, which notes for the leak sweep what a test file writes to standard output and standard error. */
class NotingEnvironment extends TestEnvironment {
  /** @type {(() => void)[]} */
  restore = [];

  /** @param {any} config @param {any} context */
  constructor(config, context) {
    super(config, context);
    this.file = basename(context.testPath);
  }

  /** @override */
  async setup() {
    await super.setup();
    const folder = process.env.PLENIGO_STRIPE_LEAK_NOTES;
    if (!folder) return;
    for (const name of /** @type {const} */ (["stdout", "stderr"])) {
      const stream = process[name];
      const write = stream.write;
      stream.write = /** @type {any} */ (
        (/** @type {any} */ text, /** @type {any[]} */ ...rest) => {
          const note = { from: `${this.file}: ${name}`, text: String(text) };
          appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(note)}\n`);
          return write.call(stream, text, ...rest);
        }
      );
      this.restore.push(() => {
        stream.write = write;
      });
    }
  }

  /** @override */
  async teardown() {
    for (const restore of this.restore) restore();
    await super.teardown();
  }
}

module.exports = NotingEnvironment;
