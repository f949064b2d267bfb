import type { ReportResult } from "../../api/results";
import { Question } from "../../state/question.svelte";
import { texts } from "../../texts";
import { USUAL, type ReportChoice } from "./command";

class ReportState {
  readonly report = new Question<ReportResult>("report", texts.jobs.report);
  choice = $state<ReportChoice>({ ...USUAL, explain: [], all_scenarios: false });
  /** The sizes of parts that are switched off, for when they come back. */
  readonly kept: Record<string, number> = { ...USUAL };
}

export const report = new ReportState();
