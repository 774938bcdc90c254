import type { IncomingHttpHeaders } from "node:http";

/** A request as an emulator sees it: read to its end. */
export interface EmulatorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What an emulator answers. `body` goes out as it is. */
export interface EmulatorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One call that reached the emulator, in the order of arrival. */
export interface RecordedCall {
  readonly operation: string;
  readonly request: EmulatorRequest;
  readonly isWrite: boolean;
  /** When it arrived, in ms of this process's clock; puts the calls of several emulators in one order. */
  readonly at: number;
  /** HTTP status whose headers went out; null while the call waits, and when no answer ever came. */
  status: number | null;
}
