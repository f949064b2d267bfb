// Which days a data set covers, and which it does not.
import type { Span } from "../../api/results";

const DAY = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The spans in order, joined where they touch or overlap. */
export function joined(spans: Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from.localeCompare(b.from));
  const found: Span[] = [];
  for (const span of sorted) {
    const last = found[found.length - 1];
    if (last && at(span.from) <= at(last.to) + DAY) {
      if (span.to > last.to) last.to = span.to;
    } else found.push({ ...span });
  }
  return found;
}

/** The days between covered spans. */
export function gaps(spans: Span[]): Span[] {
  const whole = joined(spans);
  return whole.slice(1).map((span, i) => ({
    from: iso(at(whole[i]?.to ?? span.from) + DAY),
    to: iso(at(span.from) - DAY),
  }));
}

export interface Strip {
  /** Shares of the whole width. */
  left: number;
  width: number;
  span: Span;
}

/** Covered spans as places on a strip from the first to the last day of all data sets. */
export function strips(spans: Span[], from: string, to: string): Strip[] {
  const begin = at(from);
  const whole = Math.max(DAY, at(to) + DAY - begin);
  return joined(spans).map((span) => ({
    left: (at(span.from) - begin) / whole,
    width: Math.max(0.004, (at(span.to) + DAY - at(span.from)) / whole),
    span,
  }));
}
