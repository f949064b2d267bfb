// Something that a person asked for and that may go wrong: whether it is under way, and what went wrong
// last.
import type { Problem } from "../api/types";
import { problemFrom } from "./jobs.svelte";

export class Attempt {
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  /** What `what` throws becomes the problem; true if it threw nothing. */
  async run(what: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.problem = null;
    try {
      await what();
      return true;
    } catch (error) {
      this.problem = problemFrom(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
