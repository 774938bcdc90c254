import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { messageOf, UserError } from "../../../errors";
import { explain, type Line, type Place } from "../../../remedies";
import { fitted } from "../../../terminal/lines";
import { type Look, lookOf } from "../../../terminal/look";
import { placeIn, type Surroundings } from "../../../terminal/surroundings";
import type { FleetReport } from "../report";
import { reportAnnotations } from "./annotations";
import { reportJson } from "./cleaned";
import { reportHtml } from "./html";
import { reportMarkdown } from "./markdown";
import { reportLines } from "./text";

/** Options for the forms of a report, the same in every fleet command. */
export interface ReportFlags {
  readonly json?: boolean;
  /** File for a pull request's comment, or the step's summary. */
  readonly markdown?: string;
  readonly html?: string;
  readonly githubAnnotations?: boolean;
}

/** Adds `--json`, `--markdown FILE`, `--html FILE` and `--github-annotations`. */
export function withReports(command: Command, { cwd }: Surroundings): Command {
  const reportFile = (value: string) => checkedFile(value, cwd);
  return command
    .option("--json", "print one JSON document (schemas/fleet-report.schema.json)")
    .option(
      "--markdown <file>",
      'write the report for a pull request\'s comment or "$GITHUB_STEP_SUMMARY"; replaces the file',
      reportFile,
    )
    .option("--html <file>", "write the report as one page to look at; replaces the file", reportFile)
    .option("--github-annotations", "name the worst stacks at their files on GitHub (on standard error)");
}

/**
 * Prints a fleet command's report on standard output and writes the files that were asked for. What is printed comes
 * first, so that no file that can't be written hides it.
 * @param lines the report for people, when it is not `reportLines`
 * @throws UserError `report-not-written`
 */
export function writeReports(
  surroundings: Surroundings,
  report: FleetReport,
  { json, markdown, html, githubAnnotations }: ReportFlags,
  lines: (report: FleetReport, look: Look, place: Place) => readonly Line[] = reportLines,
): void {
  const { cwd, env, stdout, stderr, clock } = surroundings;
  const place = placeIn(surroundings);
  stdout.write(json ? reportJson(report) : fitted(lines(report, lookOf(stdout, env), place), stdout));
  if (githubAnnotations)
    stderr.write(reportAnnotations(report, (file) => pathInRepository(file, surroundings)));
  const files: (ReportFile | false)[] = [
    markdown !== undefined && { file: markdown, text: reportMarkdown(report, place) },
    html !== undefined && { file: html, text: reportHtml(report, new Date(clock.now())) },
  ];
  writeReportFiles(
    files.filter((file) => file !== false),
    cwd,
  );
}

/** A mistake in a file's name is told before a run that may take an hour. */
function checkedFile(value: string, cwd: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It is empty; is the variable set?");
  const path = resolve(cwd, value);
  if (isFolder(path)) throw new InvalidArgumentError("That is a folder; name a file in it.");
  if (!isFolder(dirname(path))) throw new InvalidArgumentError("Its folder does not exist.");
  return value;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** GitHub wants paths relative to the repository, which need not be the project's folder. */
function pathInRepository(file: string, { cwd, env }: Surroundings): string {
  const { GITHUB_WORKSPACE } = env;
  return GITHUB_WORKSPACE ? relative(GITHUB_WORKSPACE, join(cwd, file)) : file;
}

/** A report's file and its text. */
export interface ReportFile {
  /** As it was given: relative to the folder of the command, or absolute. */
  readonly file: string;
  readonly text: string;
}

/**
 * Writes files, each one wholly or not at all, for the user alone to read; a file that is there is replaced. One that
 * fails hides no other one.
 * @throws UserError `report-not-written`
 */
export function writeReportFiles(files: readonly ReportFile[], cwd: string): void {
  const faults = files.flatMap(({ file, text }) => {
    try {
      writeWhole(resolve(cwd, file), text);
      return [];
    } catch (error) {
      // The rest of the message names the draft.
      return [{ file, reason: (error as Error).message.split(",")[0] }];
    }
  });
  if (faults.length === 0) return;
  throw new UserError({
    code: "report-not-written",
    what: faults.map(({ file, reason }) => `${file}: ${reason}`).join("; "),
    next: [explain("name a file in a folder that you may write to")],
    state: "Everything else is done; the result is printed above.",
  });
}

function writeWhole(file: string, text: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  // Devices and pipes, such as /dev/stdout, can't be replaced.
  if (there && !there.isFile()) {
    writeFileSync(file, text);
    return;
  }
  const target = there ? realpathSync(file) : file;
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}`);
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
