// The shapes of the HTTP interface, by the names that the page uses. They are made from
// docs/reference/openapi.json (npm run types); what stands here by hand is what the document leaves
// open, and what LSP defines.
import type { components } from "./build/schema";

type Schemas = components["schemas"];

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

export type Problem = Omit<Schemas["Problem"], "diagnostics" | "detail"> & {
  detail?: string;
  diagnostics?: CheckDiagnostic[];
};

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

export type Project = Schemas["Project"];
export type ProjectFile = Schemas["File"];
export type ProjectDetail = Project & { files: ProjectFile[]; unchanged: boolean };
export type Note = Schemas["Note"];
export type RunSummary = Schemas["Run"];

export interface FileText {
  path: string;
  text: string;
  revision: number;
}

export type FileConflict = Problem & { revision: number; text: string };

// ---- the model --------------------------------------------------------------------------------

export type ModelView = Schemas extends { ModelView: infer View } ? View : Schemas extends { Model: infer View } ? View : never;
export type ModelActor = ModelView["actors"][number];
export type ModelAlliance = ModelView["alliances"][number];
export type ModelIssue = ModelView["issues"][number];
export type ModelQuantity = ModelView["quantities"][number];
export type ModelEvent = ModelView["events"][number];
export type ModelDecision = ModelView["decisions"][number];
export type ModelLink = ModelView["links"][number];
export type ModelParameter = ModelView["parameters"][number];
export type ModelPolicy = ModelView["policies"][number];
export type ModelOutcome = ModelView["outcomes"][number];
export type ModelClaim = ModelView["claims"][number];
export type Citation = ModelClaim["sources"][number];
export type Thing = Schemas["Thing"];

/** Something that the text declares. Its place is missing where the program made it. */
export type Declared = Pick<ModelActor, "name" | "family" | "title" | "doc" | "file" | "line">;

// ---- tasks ------------------------------------------------------------------------------------

export type Progress = Schemas["Progress"];

/** What is moved: policies or scenarios, and parameters held at a value. */
export interface Levers {
  with: string[];
  set: Record<string, number>;
}

/** Unsaved texts lie over the stored ones. */
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

export type LiveResult = Schemas["LiveResult"];
export type LiveOutcome = LiveResult["outcomes"][number];
export type LiveQuantity = LiveResult["quantities"][number];
export type LiveIssue = LiveResult["issues"][number];
export type LiveEvent = LiveResult["events"][number];
export type LiveRecord = LiveResult["record"][number];
export type LiveSide = Pick<LiveResult, "quantities" | "issues" | "outcomes">;
export type Interval = Schemas["LiveResult.interval"];
export type Effect = NonNullable<LiveOutcome["versus"]>;
export type Histogram = NonNullable<LiveOutcome["histogram"]>;

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
