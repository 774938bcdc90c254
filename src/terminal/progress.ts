import { SYMBOLS } from "./look";
import { terminalScreen } from "./terminal-screen";

/** Shows on standard error what is being done. */
export interface Progress {
  /** The same text again is not repeated. */
  readonly show: (text: string) => void;
  /** Takes the line away again, where it was one that changes. */
  readonly end: () => void;
}

const FRAMES = ["◒", "◐", "◓", "◑"];
const FRAME_MS = 120;

/** One line that changes on a terminal; else a line for each new text. Ctrl-C ends the command as everywhere. */
export async function startProgress(stream: NodeJS.WriteStream = process.stderr): Promise<Progress> {
  return stream.isTTY && !process.env.CI ? turningLine(stream) : plainLines(stream);
}

function plainLines(stream: Pick<NodeJS.WriteStream, "write">): Progress {
  let last = "";
  return {
    show: (text) => {
      if (text !== last) stream.write(`${SYMBOLS.note} ${text} …\n`);
      last = text;
    },
    end: () => {},
  };
}

/** log-update and not clack's spinner, which ends the process with exit code 0 on Ctrl-C: "verified" to a pipeline. */
async function turningLine(stream: NodeJS.WriteStream): Promise<Progress> {
  const screen = await terminalScreen(stream);
  let [text, frame] = ["", 0];
  const draw = () => {
    screen.draw(`${FRAMES[frame++ % FRAMES.length]} ${text} …`);
  };
  const timer = setInterval(draw, FRAME_MS);
  return {
    show: (next) => {
      text = next;
      draw();
    },
    end: () => {
      clearInterval(timer);
      screen.clear();
    },
  };
}
