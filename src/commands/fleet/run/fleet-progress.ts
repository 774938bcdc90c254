import { oneLine } from "../../../terminal/lines";
import type { Look, Tone } from "../../../terminal/look";
import { type Screen, STILL_MS } from "../../../terminal/progress";
import type { StackReport } from "../report";
import type { FleetProgress } from "./run-fleet";

/** Progress that ends with the run. */
export interface ShownProgress extends FleetProgress {
  /** Prints a line that belongs to no stack. */
  note(line: string): void;
  end(): void;
}

/** What progress is made of. */
export interface ProgressParts {
  /** Number of stacks. */
  readonly total: number;
  readonly look: Look;
  /** Prints one line. */
  readonly print: (line: string) => void;
  /** Time in ms. */
  readonly now: () => number;
}

const TONES: Readonly<Record<StackReport["status"], Tone>> = {
  ok: "ok",
  drift: "warning",
  pending: "warning",
  missing: "warning",
  error: "failure",
  "not-run": "note",
};

/** For pipelines: a line for each change of a stack, and what is still running every half a minute. */
export function plainProgress({ total, look, print, now }: ProgressParts): ShownProgress {
  const running = new Map<string, number>();
  let ended = 0;
  const stillRunning = () => {
    if (running.size === 0) return;
    const stacks = [...running].map(([stack, since]) => `${stack} (${seconds(now() - since)})`);
    print(look.dim(`still running: ${stacks.join(", ")}`));
  };
  const timer = setInterval(stillRunning, STILL_MS);
  timer.unref();
  return {
    started(stack) {
      running.set(stack, now());
      print(look.line("note", `${stack} started`));
    },
    ended(report) {
      ended += 1;
      print(`${endLine(look, report, running.get(report.stack), now)} ${look.dim(`${ended}/${total}`)}`);
      running.delete(report.stack);
    },
    note: print,
    end: () => clearInterval(timer),
  };
}

/** Rows of running stacks that the table shows at most. */
const MAX_ROWS = 16;
const REDRAW_MS = 250;

/** For terminals: a table of what is running, below a line for each stack that has ended. */
export function liveProgress({ total, look, print, now }: ProgressParts, screen: Screen): ShownProgress {
  const begunAt = now();
  const running = new Map<string, number>();
  const counts = new Map<string, number>();
  let ended = 0;
  const draw = () => {
    const rows = [...running].slice(0, MAX_ROWS).map(([stack, since]) => {
      return `  ${stack}  ${look.dim(seconds(now() - since))}`;
    });
    const statuses = [...counts].map(([status, count]) => `${count} ${status}`);
    const head = [`${ended} of ${total} done`, `${running.size} running`, ...statuses];
    const line = `${look.bold(head.join(" · "))} ${look.dim(`· ${seconds(now() - begunAt)}`)}`;
    screen.draw([line, ...rows].join("\n"));
  };
  const timer = setInterval(draw, REDRAW_MS);
  timer.unref();
  return {
    started(stack) {
      running.set(stack, now());
      draw();
    },
    ended(report) {
      ended += 1;
      counts.set(report.status, (counts.get(report.status) ?? 0) + 1);
      screen.clear();
      print(endLine(look, report, running.get(report.stack), now));
      running.delete(report.stack);
      draw();
    },
    note(line) {
      screen.clear();
      print(line);
      draw();
    },
    end() {
      clearInterval(timer);
      screen.clear();
    },
  };
}

function endLine(
  look: Look,
  { stack, status, findings }: StackReport,
  since: number | undefined,
  now: () => number,
) {
  const time = since === undefined ? "" : ` ${look.dim(seconds(now() - since))}`;
  const why = status === "error" && findings[0] ? `: ${findings[0].message}` : "";
  return `${look.line(TONES[status], oneLine(`${stack} ${status}${why}`))}${time}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
