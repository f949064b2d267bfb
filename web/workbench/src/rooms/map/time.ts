// In which state each issue is at an instant: over all worlds, or in one.
import type { StoryResult } from "../../api/results";
import type { LiveIssue, LiveResult } from "../../api/types";

export interface StateShare {
  name: string;
  title: string;
  share: number;
  /** Place among the issue's states, which is its colour. */
  index: number;
}

export function sharesAt(issue: LiveIssue, sample: number): StateShare[] {
  return issue.states.map((state, index) => ({ ...state, index, share: issue.share[index]?.[sample] ?? 0 }));
}

export function likeliest(shares: StateShare[]): StateShare | null {
  return shares.reduce<StateShare | null>((most, one) => (most === null || one.share > most.share ? one : most), null);
}

/** The last sample that is not after the day. */
export function sampleAt(days: number[], day: number): number {
  let found = 0;
  days.forEach((one, i) => {
    if (one <= day + 1e-9) found = i;
  });
  return found;
}

/** Days from the first of two ISO dates to the second. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000;
}

/** Shares of all issues at a sample of the live result; with a story, those of its one world. */
export function statesAt(result: LiveResult, sample: number, story: StoryResult | null): Map<string, StateShare[]> {
  const found = new Map<string, StateShare[]>();
  const day = daysBetween(result.from, result.days[sample] ?? result.from);
  const at = story ? sampleAt(story.days, day) : 0;
  for (const issue of result.issues) {
    const state = story?.issues[issue.name]?.[at];
    const shares = story
      ? issue.states.map((one, index) => ({ ...one, index, share: one.name === state ? 1 : 0 }))
      : sharesAt(issue, sample);
    found.set(issue.name, shares);
  }
  return found;
}
