import type { ExplainResult, StoryResult, WithoutResult } from "../../api/results";
import { Question } from "../../state/question.svelte";
import { texts } from "../../texts";

class WhyState {
  readonly explain = new Question<ExplainResult>("explain", texts.jobs.explain);
  readonly story = new Question<StoryResult>("story", texts.jobs.story);
  readonly without = new Question<WithoutResult>("without", texts.jobs.without);
  worlds = $state(2048);
}

export const why = new WhyState();

/** The address of one world's story, and of the same world without one occurrence. */
export function worldPlace(world: number, without = ""): string {
  return without ? `world/${world}/${without}` : `world/${world}`;
}

export interface WhyPlace {
  name: string;
  world: number | null;
  without: string;
}

export function readPlace(thing: string): WhyPlace {
  const found = /^world\/(\d+)(?:\/(.+))?$/.exec(thing);
  return found
    ? { name: "", world: Number(found[1]), without: found[2] ?? "" }
    : { name: thing, world: null, without: "" };
}
