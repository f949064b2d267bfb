// Outcomes as people ask about them: what happens, how often, how long until, where things stand.
import type { LiveOutcome } from "../api/types";

export type OutcomeGroup = "ever" | "share_of_time" | "time_to" | "count" | "levels";
export const OUTCOME_GROUPS: OutcomeGroup[] = ["ever", "share_of_time", "time_to", "count", "levels"];

export function groupOf(kind: string): OutcomeGroup {
  if (kind === "ever" || kind === "share_of_time" || kind === "time_to" || kind === "count") return kind;
  return "levels";
}

export function grouped(outcomes: LiveOutcome[]): { group: OutcomeGroup; outcomes: LiveOutcome[] }[] {
  return OUTCOME_GROUPS.map((group) => ({
    group,
    outcomes: outcomes.filter((one) => groupOf(one.kind) === group),
  })).filter((one) => one.outcomes.length > 0);
}

/** Each word of the filter occurs in the title or the name. */
export function matches(filter: string, ...where: string[]): boolean {
  const text = where.join(" ").toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The interval of a paired difference does not hold zero. */
export function isClear(one: LiveOutcome): boolean {
  const effect = one.versus;
  if (!effect || effect.low === null || effect.high === null) return false;
  return effect.low > 0 || effect.high < 0;
}
