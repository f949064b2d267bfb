// What tasks and the record answer, as docs/reference/*.schema.json give it; only what the rooms use.
import type { Interval } from "./types";

// ---- why --------------------------------------------------------------------------------------

export interface Necessity extends Interval {
  /** Worlds where the cause precedes the effect, and how many of these lose the effect without it. */
  with_both: number;
  vanished: number;
}

export interface Sufficiency extends Interval {
  with_neither: number;
  never_possible: number;
  /** Worlds with neither, in which the cause was forced, and how many of these then had the effect. */
  forced: number;
  happened: number;
  forced_on: string | null;
}

export interface Cause {
  name: string;
  kind: "transition" | "office" | "chance" | "option" | "event";
  text: string;
  by_definition: boolean;
  worlds_with_effect: number;
  worlds_without_effect: number;
  /** null: it was not examined so far, as what could not matter is not. */
  necessity: Necessity | null;
  token_necessity: Necessity | null;
  sufficiency: Sufficiency | null;
}

export interface ToldOccurrence {
  date: string;
  happening: string;
  text: string;
  how: string;
  because: string;
}

export interface Exemplar {
  world: number;
  score: number | null;
  occurrences: ToldOccurrence[];
}

export interface ExplainResult {
  format: string;
  name: string;
  title: string;
  event: string;
  seed: number;
  level: number;
  worlds: number;
  failed: number;
  happened: number;
  probability: Interval;
  causes: Cause[];
  not_examined: number;
  draws: { parameter: string; low_third: Interval; high_third: Interval; shift: Interval }[];
  draws_looked_at: number;
  chains: { steps: string[]; worlds: number; example_world: number }[];
  chains_of: number;
  typical?: Exemplar | null;
  nearest_miss?: Exemplar | null;
  strangest?: Exemplar | null;
}

export interface StoryCause {
  /** Place in the story's occurrences, from 0. */
  occurrence: number;
  how: string;
  factor: number | null;
}

export interface StoryOccurrence {
  date: string;
  day: number;
  happening: string;
  text: string;
  shown: boolean;
  how: string;
  depth: number;
  causes: StoryCause[];
}

export interface StoryResult {
  format: string;
  seed: number;
  world: number;
  from: string;
  to: string;
  fault: string;
  occurrences: StoryOccurrence[];
  outcomes: Record<string, number | null>;
  /** Days since `from` at which quantities and issues are given. */
  days: number[];
  quantities: Record<string, (number | null)[]>;
  issues: Record<string, string[]>;
}

export interface WithoutSide {
  date: string;
  day: number;
  happening: string;
  text: string;
  shown: boolean;
  how: string;
  because: string;
}

export interface WithoutRow {
  with: WithoutSide | null;
  without: WithoutSide | null;
  removed: boolean;
}

export interface WithoutResult {
  format: string;
  seed: number;
  world: number;
  removed: string;
  fault_with: string;
  fault_without: string;
  rows: WithoutRow[];
  outcomes: Record<string, { with: number | null; without: number | null; changed: boolean }>;
}

// ---- claims -----------------------------------------------------------------------------------

export type Verdict = "supported" | "contradicted" | "depends" | "undecided" | "not_testable";

export interface ClaimStatement {
  text: string;
  unit?: string;
  left?: Interval;
  right?: Interval;
  effect?: Interval;
}

export interface ClaimEstimand {
  text: string;
  under: string[];
  unit: string;
  value: Interval;
  selected_worlds: number;
  worlds: number;
  beyond_window: boolean;
}

export interface ClaimResult {
  title: string;
  citations: { source: string; at: string; says: string }[];
  verdict: Verdict;
  clear: boolean;
  why: string;
  worlds: number;
  looks: number;
  level: number;
  statements: ClaimStatement[];
  estimands: ClaimEstimand[];
  draws_agreeing?: Interval & { draws: number };
  decided_by?: { parameter: string; rank_correlation: number | null };
}

export interface ClaimsResult {
  format: string;
  seed: number;
  worlds_per_draw: number;
  worlds_simulated: number;
  failed: number;
  sets_of_policies: number;
  partial: boolean;
  level: number;
  agree_share: number;
  verdicts: Record<string, number>;
  claims: Record<string, ClaimResult>;
}

// ---- record -----------------------------------------------------------------------------------

export interface Span {
  from: string;
  to: string;
}

export interface ImportedFile {
  path: string;
  format: string;
  dataset: string;
  rows: number;
  stored: number;
  known: number;
  repeated: number;
  latin1: number;
  rejected: Record<string, number>;
  first_rejected: { file: string | null; line: number; reason: string; detail: string }[];
  days: Span | null;
  coverage: Span | null;
}

export interface ImportResult {
  format: string;
  files: ImportedFile[];
}

export interface Dataset {
  dataset: string;
  events: number;
  days: Span | null;
  coverage: Span[];
  files: { path: string; format: string; rows: number; stored: number; rejected: number; coverage: Span | null }[];
}

export interface RecordFormat {
  format: string;
  summary: string;
  recognised: string;
  columns: { name: string; use: string }[];
}

export interface RecordSummary {
  dataset: string;
  events: number;
  days: Span | null;
  coverage: Span[];
  selected: number;
  quads: Record<string, number>;
  roots: { code: string; name: string; count: number }[];
  all_pairs: number;
  pairs: { from: string; to: string; count: number; goldstein: number | null }[];
  between_actors: number;
  all_unmapped?: number;
  unmapped?: { name: string; country: string | null; sectors: string | null; count: number }[];
}

export interface RecordSeries {
  dataset: string;
  period: string;
  events: number;
  unmapped: number;
  cells: { name: string; from: string; to: string }[];
  series: {
    from: string | null;
    to: string | null;
    class: string | null;
    count: (number | null)[];
    goldstein: (number | null)[];
  }[];
}

export interface ChronologyFault {
  kind: string;
  severity: "error" | "remark";
  line: number;
  column: number;
  message: string;
  suggestion: string;
  related: string;
  related_line: number;
  model_place: string;
}

export interface RecordCheck {
  errors: number;
  remarks: number;
  files: {
    file: string;
    rows: number;
    used: number;
    outside: number;
    refused: number;
    complete: (Span & { issues: string[]; events: string[] }) | null;
    faults: ChronologyFault[];
  }[];
}

export interface FilterResult {
  to: string;
  particles: number;
  replicates: number;
  looked_ahead: boolean;
  log_likelihood: { estimate: number | null; standard_error: number | null };
  contradiction?: { date: string; what: string } | null;
  notes: string[];
  effective: { date: string; part: number }[];
  rows: {
    date: string;
    what: string;
    file: string;
    line: number;
    probability: Interval;
    surprise_bits: number | null;
    log_density: number | null;
  }[];
}

/** 5 %, 50 % and 95 %, in the unit that is shown. */
export interface Range {
  low: number | null;
  median: number | null;
  high: number | null;
}

export interface LearnedParameter {
  unit: string;
  prior: Range;
  posterior: Range;
  bits: number | null;
  told: boolean;
}

export interface FitResult {
  to: string;
  particles: number;
  recorded: number;
  independent_draws: number | null;
  smc?: { points: number; log_evidence: number | null };
  parameters: Record<string, LearnedParameter>;
  notes: string[];
}

export interface Skill extends Interval {
  block: number;
  occasions: number;
}

export interface Reliability {
  forecast: number;
  frequency: number;
  count: number;
  bar_low: number;
  bar_high: number;
}

export interface HindcastResult {
  verdict: string;
  level: number;
  cumulative: boolean;
  origins: string[];
  leads_months: number[];
  forecasters: { name: string; summary: string; baseline: boolean }[];
  targets: { name: string; kind: "count" | "event"; series: string[]; reliability?: Reliability[] }[];
  overall: { best_baseline: string; skill_against: Record<string, Skill> };
  cells: {
    target: string;
    lead_months: number;
    occasions: number;
    mean_outcome: number;
    best_baseline: string;
    scores: Record<string, { score: number | null; log_score: number | null }>;
    skill_against: Record<string, Skill>;
  }[];
  skipped: number;
}

// ---- report -----------------------------------------------------------------------------------

export interface ReportResult {
  html: string;
  parts: { id: string; ok: boolean; message: string }[];
}
