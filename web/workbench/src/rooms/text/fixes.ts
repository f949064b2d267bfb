// Edits that the server proposes, done to the project's texts.
import { Text } from "@codemirror/state";
import type { TextEdit } from "../../api/types";
import { work } from "../../state/work.svelte";
import { applyEdits } from "./lsp";

export function applyFix(path: string, edits: TextEdit[]): void {
  const text = work.textOf(path);
  if (text !== null) work.edit(path, applyEdits(Text.of(text.split(/\r\n?|\n/)), edits));
}

/** A rename over several files. Answers how many places changed. */
export function applyWorkspaceEdit(changes: Record<string, TextEdit[]>, pathOf: (uri: string) => string | null): number {
  let places = 0;
  for (const [uri, edits] of Object.entries(changes)) {
    const path = pathOf(uri);
    if (path === null) continue;
    applyFix(path, edits);
    places += edits.length;
  }
  return places;
}
