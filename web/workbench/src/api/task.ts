// Tasks answer with a stream of server-sent events. EventSource cannot POST, so the stream is read
// from fetch; aborting closes the connection, which cancels the task on the server.
import { ApiError, headers, isAbort, offline, send } from "./client";
import type { Problem, Progress, TaskResult } from "./types";

export interface StreamEvent {
  event: string;
  data: string;
}

/** Splits text that arrives in arbitrary pieces into events (WHATWG HTML 9.2.6). */
export class EventParser {
  private rest = "";
  private event = "";
  private data: string[] = [];

  push(piece: string): StreamEvent[] {
    const found: StreamEvent[] = [];
    const held = this.rest.endsWith("\r");
    this.rest += piece;
    // A long line comes in many pieces: it is looked through once, when its end has come.
    if (!held && !/[\r\n]/.test(piece)) return found;
    for (;;) {
      const end = /\r\n|\n|\r/.exec(this.rest);
      // A lone \r at the end may be the first half of \r\n.
      if (!end || (end[0] === "\r" && end.index === this.rest.length - 1)) return found;
      const line = this.rest.slice(0, end.index);
      this.rest = this.rest.slice(end.index + end[0].length);
      const complete = this.line(line);
      if (complete) found.push(complete);
    }
  }

  private line(line: string): StreamEvent | null {
    if (line === "") {
      const complete =
        this.data.length > 0
          ? { event: this.event || "message", data: this.data.join("\n") }
          : null;
      this.event = "";
      this.data = [];
      return complete;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    if (field === "data") this.data.push(value);
    return null;
  }
}

export interface TaskListener<Result> {
  progress?(progress: Progress): void;
  partial?(result: Result): void;
}

/** Reads a task's stream to its result. Throws ApiError, or the AbortError of the signal. */
export async function readTask<Result>(
  body: ReadableStream<Uint8Array>,
  listener: TaskListener<Result>,
): Promise<TaskResult<Result>> {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
      if (event === "progress") listener.progress?.(JSON.parse(data) as Progress);
      if (event === "partial") listener.partial?.(JSON.parse(data) as Result);
      if (event === "problem") throw new ApiError(JSON.parse(data) as Problem);
      if (event === "result") return JSON.parse(data) as TaskResult<Result>;
    }
  }
  throw new ApiError(offline(new Error("the stream ended before its result")));
}

export async function streamTask<Result>(
  path: string,
  init: RequestInit,
  listener: TaskListener<Result>,
  signal: AbortSignal,
): Promise<TaskResult<Result>> {
  const response = await send(path, { method: "POST", ...init, signal });
  if (!response.body) throw new ApiError(offline(new Error("no stream")));
  try {
    return await readTask<Result>(response.body, listener);
  } catch (error) {
    if (error instanceof ApiError || isAbort(error) || signal.aborted) throw error;
    throw new ApiError(offline(error));
  }
}

export function postTask<Result>(
  path: string,
  body: unknown,
  listener: TaskListener<Result>,
  signal: AbortSignal,
): Promise<TaskResult<Result>> {
  const init = { headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(body) };
  return streamTask<Result>(path, init, listener, signal);
}
