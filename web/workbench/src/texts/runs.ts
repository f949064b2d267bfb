// The texts of the kept runs.
import { count } from "../lib/format";

export const runs = {
  title: "Kept runs",
  about: "A kept run remembers its numbers, seed, levers and the revisions of its texts.",
  name: "Name of what is on the screen",
  keep: "Keep this run",
  keeping: "Keeping the run",
  kept: "Kept.",
  none: "No run is kept yet.",
  unnamed: "without a name",
  open: "Open",
  openThen: "Open with its text",
  openNow: "Open with today's text",
  compare: "Compare with",
  compareHelp: "Its levers become B, in the same worlds and with today's text",
  remove: (name: string) => `Delete the run ${name}`,
  sure: (name: string) => `Delete the run “${name}”?`,
  worlds: (n: number) => `${count(n)} worlds`,
  written: "as written",
  against: (what: string) => `against ${what}`,
  changed: (paths: string[]) => `Changed since: ${paths.join(", ")}`,
  unsaved: (paths: string[]) => `Text that no revision holds: ${paths.join(", ")}`,
};
