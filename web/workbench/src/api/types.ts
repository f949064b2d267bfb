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

/** Something that the text declares. Its place is missing where the program made it. */
export interface Declared {
  name: string;
  /** Of an indexed thing, the name without the index. */
  family: string;
  title: string;
  doc: string;
  file?: string;
  line?: number;
}

export interface Citation {
  key: string;
  title: string;
  author: string;
  where: string;
  says: string;
}

export interface ModelActor extends Declared {
  kinds: string[];
  organ_of?: string;
  size: number;
  attributes: Record<string, number>;
}

export interface ModelAlliance extends Declared {
  members: string[];
}

export interface ModelIssue extends Declared {
  office: boolean;
  actors: string[];
  track?: string;
  states: { name: string; title: string }[];
  initial: string;
}

export interface ModelQuantity extends Declared {
  unit: string;
  share: boolean;
  low: number | null;
  high: number | null;
}

export interface ModelEvent extends Declared {
  acts: { by: string[]; toward: string[]; track?: string }[];
  members: string[];
}

export interface ModelDecision extends Declared {
  by?: string;
  options: string[];
}

export interface ModelLink {
  kind: "linkage" | "affects" | "moves" | "raises" | "lowers" | "sets";
  from: string[];
  to: string[];
  name?: string;
  title?: string;
  between_acts?: boolean;
  raises?: boolean;
  strength?: number | null;
  words?: string;
  file?: string;
  line?: number;
}

export interface ModelParameter extends Declared {
  unit: string;
  share: boolean;
  /** A constant: it has no prior to be drawn from. */
  fixed: boolean;
  median: number | null;
  /** `low` and `high` hold 80% of the prior; `density` is pairs of value and height. */
  prior: { words: string; low: number | null; high: number | null; density: [number | null, number | null][] };
  limits: { low: number | null; high: number | null };
  sources: Citation[];
  judgement: string;
}

export interface ModelPolicy extends Declared {
  by: string[];
  changes: string[];
  doses: { name: string; low: number; high: number }[];
  sources: Citation[];
}

export interface ModelOutcome extends Declared {
  kind: string;
  unit: string;
  share: boolean;
  window: { from: string; to: string; words: string };
  definition: string;
}

export interface ModelClaim extends Declared {
  statements: string[];
  sources: Citation[];
  author?: string;
}

export interface ModelView {
  format: string;
  model: string;
  title: string;
  doc: string;
  hash: string;
  from: string;
  to: string;
  now: string;
  tracks: { name: string; title: string }[];
  actors: ModelActor[];
  alliances: ModelAlliance[];
  issues: ModelIssue[];
  quantities: ModelQuantity[];
  events: ModelEvent[];
  decisions: ModelDecision[];
  links: ModelLink[];
  parameters: ModelParameter[];
  policies: ModelPolicy[];
  scenarios: ModelPolicy[];
  outcomes: ModelOutcome[];
  claims: ModelClaim[];
  sources: Record<string, string | number>[];
  records: unknown[];
  warnings: CheckDiagnostic[];
}

/** docs/reference/thing.schema.json */
export interface Thing {
  format: string;
  name: string;
  words: string;
  kind?: string;
  title?: string;
  doc?: string;
  judgement?: string;
  file?: string;
  line?: number;
  text?: string;
  sources?: Citation[];
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
  edges: (number | null)[];
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
  notices: string[];
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
