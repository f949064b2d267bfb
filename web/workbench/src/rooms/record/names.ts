// Qualified names of happenings, as people read them.
import type { ModelView } from "../../api/types";
import { words } from "../../lib/format";

/** `export_control.normal->three_items` → `Japanese controls on chip materials: normal → three items`. */
export function happeningTitle(model: ModelView | null, name: string): string {
  const move = /^([^.]+)\.([^.]*)->(.+)$/.exec(name);
  const choice = /^([^.]+)\.([^.>]+)$/.exec(name);
  const base = move?.[1] ?? choice?.[1] ?? name;
  const all = model ? [...model.issues, ...model.decisions, ...model.events] : [];
  const title = all.find((one) => one.name === base)?.title ?? words(base);
  if (move) return `${title}: ${words(move[2] ?? "")} → ${words(move[3] ?? "")}`;
  return choice ? `${title}: ${words(choice[2] ?? "")}` : title;
}
