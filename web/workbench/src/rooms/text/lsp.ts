// Requests for the language's intelligence, and the shapes of LSP turned into the editor's.
import type { Text } from "@codemirror/state";
import { get, post } from "../../api/client";
import type { Location, Position, Range, TextEdit } from "../../api/types";
import { work } from "../../state/work.svelte";

export async function ask<Result>(
  feature: string,
  path: string,
  more: Record<string, unknown> = {},
  signal?: AbortSignal,
): Promise<Result | null> {
  const project = work.project;
  if (!project) return null;
  const body = { texts: work.overlay, path, ...more };
  const answer = await post<{ result: Result | null }>(`/projects/${project.id}/language/${feature}`, body, signal);
  return answer.result;
}

let legend: Promise<{ tokenTypes: string[] }> | null = null;

export function tokenTypes(): Promise<{ tokenTypes: string[] }> {
  legend ??= get<{ tokenTypes: string[] }>("/language/legend").catch((error: unknown) => {
    legend = null;
    throw error;
  });
  return legend;
}

/** Lines and UTF-16 columns from 0 to an offset; places beyond the text are moved to its edge. */
export function offsetOf(doc: Text, at: Position): number {
  if (at.line >= doc.lines) return doc.length;
  const line = doc.line(Math.max(0, at.line) + 1);
  return Math.min(line.to, line.from + Math.max(0, at.character));
}

export function positionOf(doc: Text, offset: number): Position {
  const line = doc.lineAt(offset);
  return { line: line.number - 1, character: offset - line.from };
}

export function spanOf(doc: Text, range: Range): { from: number; to: number } {
  const from = offsetOf(doc, range.start);
  return { from, to: Math.max(from, offsetOf(doc, range.end)) };
}

export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** LSP edits all speak of the text before any of them; so do CodeMirror's. */
export function changesOf(doc: Text, edits: TextEdit[]): Change[] {
  return edits
    .map((edit) => ({ ...spanOf(doc, edit.range), insert: edit.newText }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

export function applyEdits(doc: Text, edits: TextEdit[]): string {
  let text = "";
  let at = 0;
  for (const change of changesOf(doc, edits)) {
    text += doc.sliceString(at, change.from) + change.insert;
    at = change.to;
  }
  return text + doc.sliceString(at);
}

/** The project's file that a URI names, whatever stands before it. */
export function pathOf(uri: string, paths: string[]): string | null {
  let plain = uri;
  try {
    plain = decodeURIComponent(uri);
  } catch {
    // A stray % in a name: taken as it is.
  }
  const fitting = paths.filter((path) => plain === path || plain.endsWith(`/${path}`) || plain.endsWith(`:${path}`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}

export function firstLocation(result: Location | Location[] | null): Location | null {
  return Array.isArray(result) ? (result[0] ?? null) : result;
}

/** The smallest single change from one text to another, so that cursor and history survive. */
export function smallestChange(before: string, after: string): Change | null {
  if (before === after) return null;
  let start = 0;
  const most = Math.min(before.length, after.length);
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
