// Everything that the model declares, to be found by name or title.
import type { ModelView } from "../api/types";
import { matches } from "./outcomes";

export interface Found {
  kind: string;
  name: string;
  title: string;
  file: string;
  line: number;
}

interface Declared {
  name: string;
  family?: string;
  title: string;
  file?: string;
  line?: number;
}

export function thingsOf(model: ModelView): Found[] {
  const found: Found[] = [];
  const seen = new Set<string>();
  const add = (kind: string, things: Declared[]): void => {
    for (const one of things) {
      // Members of an indexed thing stand in one place of the text.
      const name = one.family || one.name;
      if (!one.file || seen.has(`${kind} ${name}`)) continue;
      seen.add(`${kind} ${name}`);
      found.push({ kind, name, title: one.title, file: one.file, line: one.line ?? 1 });
    }
  };
  add("outcome", model.outcomes);
  add("issue", model.issues);
  add("event", model.events);
  add("decision", model.decisions);
  add("quantity", model.quantities);
  add("parameter", model.parameters);
  add("policy", model.policies);
  add("scenario", model.scenarios);
  add("claim", model.claims);
  add("actor", model.actors);
  add("alliance", model.alliances);
  return found;
}

/** Names that begin with the words come first, then those that hold them, then titles. */
export function search(things: Found[], words: string, most = 50): Found[] {
  const text = words.trim().toLowerCase();
  if (text === "") return things.slice(0, most);
  const rank = (one: Found): number => {
    const name = one.name.toLowerCase();
    if (name === text) return 0;
    if (name.startsWith(text)) return 1;
    return name.includes(text) ? 2 : 3;
  };
  return things
    .filter((one) => matches(text, one.name, one.title, one.kind))
    .map((one, index) => ({ one, index, rank: rank(one) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, most)
    .map(({ one }) => one);
}
