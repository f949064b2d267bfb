// What is running on the server for this page. Every room starts its tasks through Job, so that the
// status line can show and cancel them.
import { ApiError, isAbort } from "../api/client";
import { postTask, streamTask, type TaskListener } from "../api/task";
import type { Problem, Progress, TaskResult } from "../api/types";

export class Jobs {
  running = $state.raw<Job<unknown>[]>([]);

  add(job: Job<unknown>): void {
    if (!this.running.includes(job)) this.running = [...this.running, job];
  }

  remove(job: Job<unknown>): void {
    this.running = this.running.filter((other) => other !== job);
  }

  cancelAll(): void {
    for (const job of this.running) job.cancel();
  }
}

export const jobs = new Jobs();

/** One task that can be started again and again; a new start ends the one before. */
export class Job<Result> {
  readonly title: string;
  running = $state(false);
  progress = $state.raw<Progress | null>(null);
  result = $state.raw<Result | null>(null);
  run = $state.raw<string | null>(null);
  seconds = $state(0);
  problem = $state.raw<Problem | null>(null);
  cancelled = $state(false);
  private controller: AbortController | null = null;

  constructor(title: string) {
    this.title = title;
  }

  /** Resolves when the task ended, in whatever way; the fields say how. */
  start(path: string, body: unknown, partial?: (result: Result) => void): Promise<boolean> {
    return this.follow((listener, signal) => postTask<Result>(path, body, listener, signal), partial);
  }

  /** As start, for a body that is not JSON (an uploaded file). */
  upload(path: string, init: RequestInit): Promise<boolean> {
    return this.follow((listener, signal) => streamTask<Result>(path, init, listener, signal));
  }

  private async follow(
    open: (listener: TaskListener<Result>, signal: AbortSignal) => Promise<TaskResult<Result>>,
    partial?: (result: Result) => void,
  ): Promise<boolean> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.running = true;
    this.cancelled = false;
    this.progress = null;
    jobs.add(this as Job<unknown>);
    const current = (): boolean => this.controller === controller;
    const listener: TaskListener<Result> = {
      progress: (progress) => {
        if (current()) this.progress = progress;
      },
      partial: (result) => {
        if (!current()) return;
        this.problem = null;
        this.result = result;
        partial?.(result);
      },
    };
    try {
      const answer = await open(listener, controller.signal);
      if (!current()) return false;
      this.result = answer.result;
      this.run = answer.run;
      this.seconds = answer.seconds;
      this.problem = null;
      return true;
    } catch (error) {
      if (!current()) return false;
      if (isAbort(error) || controller.signal.aborted) this.cancelled = true;
      else this.problem = problemFrom(error);
      return false;
    } finally {
      if (current()) {
        this.running = false;
        this.controller = null;
        jobs.remove(this as Job<unknown>);
      }
    }
  }

  cancel(): void {
    this.controller?.abort();
  }

  clear(): void {
    this.cancel();
    this.result = null;
    this.problem = null;
    this.progress = null;
    this.cancelled = false;
  }
}

export function problemFrom(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: "about:blank", title: "The page has a fault", status: 0, detail };
}
