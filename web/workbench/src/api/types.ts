// The shapes of the HTTP contract (docs/reference/openapi.json), as far as the page uses them.

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  suggestion?: string;
  diagnostics?: CheckDiagnostic[];
}

/** One message of the compiler as `entente check --json` writes it; lines and columns from 1. */
export interface CheckDiagnostic {
  kind: string;
  severity: "error" | "warning" | "note";
  file: string;
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  message: string;
  suggestion?: string;
}

export interface Health {
  version: string;
  cores: number;
  running: number;
}

export interface ShippedModel {
  name: string;
  title: string;
}

// ---- projects ---------------------------------------------------------------------------------

export interface Project {
  id: string;
  name: string;
  title: string;
  made_from: string;
  created: string;
  changed: string;
}

export interface ProjectFile {
  path: string;
  bytes: number;
  revision: number;
}

export interface ProjectDetail extends Project {
  files: ProjectFile[];
}

export interface FileText {
  path: string;
  text: string;
  revision: number;
}

export interface FileConflict extends Problem {
  revision: number;
  text: string;
}

export interface Note {
  id: string;
  about: string;
  text: string;
  created: string;
}

export interface RunSummary {
  id: string;
  task: string;
  title: string;
  created: string;
  request: unknown;
}

// ---- the model --------------------------------------------------------------------------------

export interface Place {
  file: string;
  line: number;
}

export interface ModelActor {
  name: string;
  title: string;
  size: number;
  organs: string[];
}

export interface ModelAlliance {
  name: string;
  title: string;
  members: string[];
}

export interface ModelIssue extends Place {
  name: string;
  title: string;
  actors: string[];
  states: { name: string; title: string }[];
  initial: string;
}

export interface ModelQuantity extends Place {
  name: string;
  title: string;
  unit: string;
  low: number | null;
  high: number | null;
  initial: number | null;
  actors: string[];
}

export interface ModelLink extends Place {
  name: string;
  title: string;
  from: string;
  to: string;
  kind: "linkage" | "raises" | "lowers" | "sets";
  strength: number;
}

export interface ModelEvent extends Place {
  name: string;
  title: string;
  actors?: string[];
}

export interface ModelParameter extends Place {
  name: string;
  title: string;
  unit: string;
  value: number;
  prior: { family: string; low: number; high: number } | null;
  limits?: { low: number | null; high: number | null } | null;
  sources: string[];
}

export interface ModelChoice {
  name: string;
  title: string;
  doc?: string;
}

export interface ModelOutcome extends Place {
  name: string;
  title: string;
  kind: string;
  unit: string;
  share: boolean;
  window: { from: string; to: string };
}

export interface ModelClaim {
  name: string;
  title: string;
  author: string;
  source: string;
}

export interface ModelView {
  model: string;
  title: string;
  from: string;
  to: string;
  now: string | null;
  hash: string;
  actors: ModelActor[];
  alliances: ModelAlliance[];
  issues: ModelIssue[];
  quantities: ModelQuantity[];
  links: ModelLink[];
  events: ModelEvent[];
  parameters: ModelParameter[];
  policies: ModelChoice[];
  scenarios: ModelChoice[];
  outcomes: ModelOutcome[];
  claims: ModelClaim[];
  sources: { key: string; title: string }[];
  warnings: CheckDiagnostic[];
}

export interface Thing extends Place {
  name: string;
  kind: string;
  title: string;
  text: string;
  words: string;
  sources: { key: string; title: string; where?: string }[];
}

// ---- tasks ------------------------------------------------------------------------------------

export interface Progress {
  done: number;
  wanted: number;
  seconds_left: number | null;
}

/** Unsaved texts lie over the stored ones; levers are policies or scenarios and fixed parameters. */
export interface Levers {
  with: string[];
  set: Record<string, number>;
}

export interface TaskBody extends Partial<Levers> {
  texts?: Record<string, string>;
  seed?: number;
  worlds?: number;
  level?: number;
  keep?: boolean;
  versus?: Levers;
  [option: string]: unknown;
}

export interface TaskResult<Result> {
  run: string | null;
  seconds: number;
  result: Result;
}

export interface Histogram {
  edges: number[];
  counts: number[];
}

/** A difference between two settings of the levers, paired world by world. */
export interface Effect {
  difference: number | null;
  low: number | null;
  high: number | null;
  rose: number | null;
  fell: number | null;
}

export interface Interval {
  estimate: number | null;
  low: number | null;
  high: number | null;
}

export interface LiveOutcome extends Interval {
  name: string;
  title: string;
  kind: string;
  unit: string;
  share: boolean;
  words?: { value: string; interval: string };
  worlds?: number;
  never_opened?: number;
  /** Of a time: the share of worlds that get there within the window. */
  reached?: Interval;
  quantiles?: { level: number; estimate: number | null }[];
  histogram?: Histogram;
  versus?: Effect | null;
}

export interface LiveQuantity {
  name: string;
  title: string;
  unit: string;
  share?: boolean;
  mean: (number | null)[];
  quantiles: (number | null)[][];
}

export interface LiveState {
  name: string;
  title: string;
}

export interface LiveIssue {
  name: string;
  title: string;
  states: LiveState[];
  share: (number | null)[][];
}

export interface LiveEvent {
  name: string;
  title: string;
  choice?: boolean;
  mean: number;
  by_period: number[];
  recorded?: number[];
}

export interface LiveRecord {
  date: string;
  what: string;
  from: string;
  to: string;
  source: string;
}

export interface LiveSide {
  quantities: LiveQuantity[];
  issues: LiveIssue[];
  outcomes: LiveOutcome[];
}

export interface LiveResult extends LiveSide {
  format: string;
  model: string;
  title: string;
  hash: string;
  with: string[];
  seed: number;
  worlds: number;
  worlds_wanted: number;
  failed: number;
  partial: boolean;
  level: number;
  from: string;
  to: string;
  days: string[];
  levels: number[];
  events: LiveEvent[];
  period_ends: string[];
  record: LiveRecord[];
  failures: { what: string; place: string; worlds: number; example_world: number }[];
  notices: unknown[];
  versus?: LiveSide | null;
}

// ---- language (the shapes of LSP 3.17: lines and UTF-16 columns from 0) -------------------------

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface TextEdit {
  range: Range;
  newText: string;
}

export interface LspDiagnostic {
  range: Range;
  severity?: 1 | 2 | 3 | 4;
  code?: string | number;
  message: string;
  data?: { fixes?: { title: string; edits: TextEdit[] }[] };
}

export interface CompletionItem {
  label: string;
  kind?: number;
  detail?: string;
  documentation?: string | { kind: string; value: string };
  insertText?: string;
  insertTextFormat?: 1 | 2;
  textEdit?: TextEdit;
  sortText?: string;
  filterText?: string;
}

export interface Hover {
  contents: string | { kind?: string; language?: string; value: string };
  range?: Range;
}

export interface Location {
  uri: string;
  range: Range;
}
