import type { ClaimResult, ClaimsResult } from "../../api/results";
import { Question } from "../../state/question.svelte";
import { texts } from "../../texts";

/** All claims at once; and single ones, checked again with more worlds. */
class ClaimsState {
  readonly all = new Question<ClaimsResult>("claims", texts.jobs.claims);
  readonly one = new Question<ClaimsResult>("claims", texts.jobs.claims);
  worlds = $state(1024);

  resultOf(name: string): ClaimResult | null {
    return this.one.result?.claims[name] ?? this.all.result?.claims[name] ?? null;
  }
}

export const claims = new ClaimsState();
