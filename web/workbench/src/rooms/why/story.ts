// One world's story as a graph: what led to an occurrence, what came of it, how to name it; and two
// tellings of a world beside each other.
import type { StoryCause, StoryOccurrence, WithoutRow, WithoutSide } from "../../api/results";

/** For each occurrence, those that it is a recorded cause of. */
export function effectsOf(occurrences: StoryOccurrence[]): StoryCause[][] {
  const effects: StoryCause[][] = occurrences.map(() => []);
  occurrences.forEach((one, i) => {
    for (const cause of one.causes) effects[cause.occurrence]?.push({ ...cause, occurrence: i });
  });
  return effects;
}

function reach(from: number, next: (i: number) => number[]): Set<number> {
  const seen = new Set<number>([from]);
  const open = [from];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (const one of next(i)) {
      if (seen.has(one)) continue;
      seen.add(one);
      open.push(one);
    }
  }
  seen.delete(from);
  return seen;
}

/** Everything that led to an occurrence, however far back. */
export function ledTo(occurrences: StoryOccurrence[], i: number): Set<number> {
  return reach(i, (at) => (occurrences[at]?.causes ?? []).map((cause) => cause.occurrence));
}

/** Everything that an occurrence had a part in. */
export function cameOf(effects: StoryCause[][], i: number): Set<number> {
  return reach(i, (at) => (effects[at] ?? []).map((effect) => effect.occurrence));
}

/** `rebuke[KOR,JPN]#2`: the name under which the program can take this occurrence away. */
export function occurrenceName(occurrences: StoryOccurrence[], i: number): string {
  const name = occurrences[i]?.happening ?? "";
  const before = occurrences.slice(0, i).filter((one) => one.happening === name).length;
  return before === 0 ? name : `${name}#${before + 1}`;
}

/** Causes without which it could not have been stand out from those that changed its odds. */
export function isStrong(cause: StoryCause): boolean {
  return /made it possible|brought it about/.test(cause.how);
}

export type DifferenceKind = "same" | "moved" | "gone" | "fresh" | "removed";

export interface DifferenceRow {
  kind: DifferenceKind;
  with: WithoutSide | null;
  without: WithoutSide | null;
  /** moved: days later (above zero) or earlier. */
  days: number;
}

const DAY_LIMIT = 120;

/**
 * Joins what happens in both tellings but on another day: rows of one side each, with the same
 * happening, nearest in time and at most four months apart.
 */
export function differences(rows: WithoutRow[]): DifferenceRow[] {
  const shown = rows.filter((row) => (row.with ?? row.without)?.shown ?? false);
  const used = new Set<number>();
  const partner = new Map<number, number>();
  shown.forEach((row, i) => {
    if (!row.with || row.without || row.removed) return;
    let best = -1;
    let least = DAY_LIMIT;
    shown.forEach((other, j) => {
      if (other.with || !other.without || used.has(j)) return;
      const apart = Math.abs(other.without.day - (row.with?.day ?? 0));
      if (other.without.happening === row.with?.happening && apart < least) {
        best = j;
        least = apart;
      }
    });
    if (best < 0) return;
    used.add(best);
    partner.set(i, best);
  });
  const found: DifferenceRow[] = [];
  shown.forEach((row, i) => {
    if (used.has(i)) return;
    const without = row.without ?? shown[partner.get(i) ?? -1]?.without ?? null;
    const days = row.with && without ? without.day - row.with.day : 0;
    const kind: DifferenceKind = row.removed
      ? "removed"
      : row.with && without
        ? Math.round(days) === 0 && row.with.date === without.date
          ? "same"
          : "moved"
        : row.with
          ? "gone"
          : "fresh";
    found.push({ kind, with: row.with, without, days });
  });
  return found;
}

/** Rows that differ, with the numbers of equal rows between them. */
export function folded(rows: DifferenceRow[]): (DifferenceRow | number)[] {
  const found: (DifferenceRow | number)[] = [];
  for (const row of rows) {
    const last = found[found.length - 1];
    if (row.kind !== "same") found.push(row);
    else if (typeof last === "number") found[found.length - 1] = last + 1;
    else found.push(1);
  }
  return found;
}

export interface Arc {
  from: number;
  to: number;
  strong: boolean;
}

/** The arrows between occurrences that are in view; `focus` limits them to its own. */
export function arcs(occurrences: StoryOccurrence[], visible: Set<number>, focus: number | null): Arc[] {
  const found: Arc[] = [];
  occurrences.forEach((one, to) => {
    if (!visible.has(to)) return;
    for (const cause of one.causes) {
      if (!visible.has(cause.occurrence)) continue;
      const strong = isStrong(cause);
      if (focus === null ? strong : cause.occurrence === focus || to === focus) {
        found.push({ from: cause.occurrence, to, strong });
      }
    }
  });
  return found;
}
