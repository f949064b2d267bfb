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
  sample = $state(0);
}

export const map = new MapState();
