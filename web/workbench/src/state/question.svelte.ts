// A question that a room puts to the server as a task. The answer outlives the room, so that a
// person can look elsewhere while the worlds run, and knows whether it belongs to what is on the
// screen now.
import { Job } from "./jobs.svelte";
import { work } from "./work.svelte";

/** Model, levers and luck on which an answer depends. */
export function settings(): string {
  const { with: choices, set, seed } = work;
  return JSON.stringify([work.project?.id, work.model?.hash, choices, set, seed]);
}

export class Question<Result> {
  readonly job: Job<Result>;
  /** The options of the last question. */
  options = $state.raw<Record<string, unknown>>({});
  private asked = $state("");
  private project = $state("");

  constructor(
    private readonly task: string,
    title: string,
  ) {
    this.job = new Job<Result>(title);
  }

  /** Texts, levers and seed go along; `options` are the task's own. */
  ask(options: Record<string, unknown>): Promise<boolean> {
    const id = work.project?.id;
    if (!id) return Promise.resolve(false);
    if (id !== this.project) this.job.clear();
    this.project = id;
    this.options = options;
    const { texts, with: choices, set, seed } = work.request;
    const asked = settings();
    const body = { texts, with: choices, set, seed, ...options };
    this.asked = asked;
    return this.job.start(`/projects/${id}/tasks/${this.task}`, body);
  }

  /** The answer, if it is one about the present project. */
  get result(): Result | null {
    return this.project === work.project?.id ? this.job.result : null;
  }

  get problem() {
    return this.project === work.project?.id ? this.job.problem : null;
  }

  /** The answer belongs to another text, other levers or another seed. */
  get stale(): boolean {
    return this.result !== null && !this.job.running && this.asked !== settings();
  }
}
