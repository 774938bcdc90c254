import { statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { messageOf } from "../../../errors";
import type { Place } from "../../../remedies";
import { fitted } from "../../../terminal/fitted";
import { here } from "../../../terminal/here";
import { type Look, lookOf } from "../../../terminal/look";
import type { FleetReport } from "../report";
import { reportAnnotations } from "./annotations";
import { reportHtml } from "./html";
import { reportJson } from "./json";
import { reportMarkdown } from "./markdown";
import { type ReportFile, writeReportFiles } from "./report-files";
import { reportText } from "./text";

/** Options for the forms of a report, the same in every fleet command. */
export interface ReportFlags {
  readonly json?: boolean;
  /** File for a pull request's comment, or the step's summary. */
  readonly markdown?: string;
  readonly html?: string;
  readonly githubAnnotations?: boolean;
}

/** Adds `--json`, `--markdown FILE`, `--html FILE` and `--github-annotations`. */
export function withReports(command: Command): Command {
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
 * @param text the report for people, when it is not `reportText`
 * @throws UserError `report-not-written`
 */
export function writeReports(
  report: FleetReport,
  { json, markdown, html, githubAnnotations }: ReportFlags,
  text: (report: FleetReport, look: Look, place: Place) => string = reportText,
): void {
  process.stdout.write(
    json ? reportJson(report) : fitted(text(report, lookOf(process.stdout), here()), process.stdout),
  );
  if (githubAnnotations) process.stderr.write(reportAnnotations(report, pathInRepository));
  const files: (ReportFile | false)[] = [
    markdown !== undefined && { file: markdown, text: reportMarkdown(report, here()) },
    html !== undefined && { file: html, text: reportHtml(report, new Date()) },
  ];
  writeReportFiles(files.filter((file) => file !== false));
}

/** A mistake in a file's name is told before a run that may take an hour. */
function reportFile(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It is empty; is the variable set?");
  if (isFolder(value)) throw new InvalidArgumentError("That is a folder; name a file in it.");
  if (!isFolder(dirname(value))) throw new InvalidArgumentError("Its folder does not exist.");
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
function pathInRepository(file: string): string {
  const { GITHUB_WORKSPACE } = process.env;
  return GITHUB_WORKSPACE ? relative(GITHUB_WORKSPACE, join(process.cwd(), file)) : file;
}
