const { appendFileSync } = require("node:fs");
const { basename, join, relative, sep } = require("node:path");
const { TestEnvironment } = require("jest-environment-node");

/** Node's environment, which notes for the leak sweep what a test file writes to standard output and standard error. */
class NotingEnvironment extends TestEnvironment {
  /** @type {(() => void)[]} */
  restore = [];

  /** @param {any} config @param {any} context */
  constructor(config, context) {
    super(config, context);
    this.file = basename(context.testPath);
    this.journal = `${relative(config.projectConfig.rootDir, context.testPath).replaceAll(sep, "+")}.jsonl`;
  }

  /** @override */
  async setup() {
    await super.setup();
    this.noteWrites();
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

  /** Each emulator of the test file, in whatever process, writes its journal for the check at the end of the run. */
  noteWrites() {
    const folder = process.env.PLENIGO_STRIPE_WRITES;
    const { env } = this.global.process;
    if (folder) env.PLENIGO_STRIPE_JOURNAL = join(folder, this.journal);
  }

  /** @override */
  async teardown() {
    for (const restore of this.restore) restore();
    await super.teardown();
  }
}

module.exports = NotingEnvironment;
