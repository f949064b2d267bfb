// The rows of the table: what the model states, with what the worlds say about it.
import type { ClaimResult, ClaimStatement, Verdict } from "../../api/results";
import type { ModelClaim } from "../../api/types";
import { matches } from "../../lib/outcomes";

export interface ClaimRow {
  claim: ModelClaim;
  result: ClaimResult | null;
}

export const VERDICTS: Verdict[] = ["supported", "contradicted", "depends", "undecided", "not_testable"];

/** A symbol beside the word and the colour, so that no verdict is told by colour alone. */
export const SYMBOLS: Record<Verdict, string> = {
  supported: "✓",
  contradicted: "✕",
  depends: "±",
  undecided: "?",
  not_testable: "–",
};

export function authorsOf(claims: ModelClaim[]): string[] {
  return [...new Set(claims.map((one) => one.author ?? "").filter(Boolean))].sort();
}

export interface ClaimFilter {
  text: string;
  author: string;
  verdict: string;
}

export function filtered(rows: ClaimRow[], filter: ClaimFilter): ClaimRow[] {
  return rows.filter(
    ({ claim, result }) =>
      matches(filter.text, claim.title, claim.name, claim.author ?? "", ...claim.statements) &&
      (!filter.author || claim.author === filter.author) &&
      (!filter.verdict || (result?.verdict ?? "") === filter.verdict),
  );
}

/** The statement on which the verdict hangs: the weakest, as far from zero as its interval allows. */
export function decisive(result: ClaimResult | null): ClaimStatement | null {
  const some = (result?.statements ?? []).filter((one) => one.effect?.estimate != null);
  const strength = (one: ClaimStatement): number => {
    const { estimate, low, high } = one.effect ?? { estimate: null, low: null, high: null };
    if (estimate === null) return 0;
    const half = low !== null && high !== null ? (high - low) / 2 : 0;
    return half > 0 ? Math.abs(estimate) / half : Infinity;
  };
  return some.reduce<ClaimStatement | null>(
    (least, one) => (least === null || strength(one) < strength(least) ? one : least),
    null,
  );
}

/** A span around zero that holds the effect and its interval. */
export function spanOf(statement: ClaimStatement | null): number {
  const { estimate, low, high } = statement?.effect ?? { estimate: null, low: null, high: null };
  return Math.max(Math.abs(estimate ?? 0), Math.abs(low ?? 0), Math.abs(high ?? 0), 1e-12) * 1.1;
}

/** The policies and scenarios of which a claim's statements speak. */
export function policiesOf(result: ClaimResult | null): string[] {
  return [...new Set((result?.estimands ?? []).flatMap((one) => one.under))];
}
