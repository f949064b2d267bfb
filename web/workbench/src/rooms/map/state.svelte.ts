import type { StoryResult } from "../../api/results";
import { Question } from "../../state/question.svelte";
import { texts } from "../../texts";
import type { Layers } from "./graph";

class MapState {
  readonly story = new Question<StoryResult>("story", texts.jobs.story);
  layers = $state<Layers>({ events: false, decisions: false, quantities: false });
  track = $state("");
  mode = $state<"ensemble" | "world">("ensemble");
  world = $state(0);
  /** Which sample of time; the last unless somebody moved it. */
  sample = $state(Number.MAX_SAFE_INTEGER);
}

export const map = new MapState();
