// What the editor's commands do: definition, references, rename, format.
import type { EditorView } from "@codemirror/view";
import type { Location, TextEdit } from "../../api/types";
import { problemFrom } from "../../state/jobs.svelte";
import { work } from "../../state/work.svelte";
import { texts } from "../../texts";
import { applyFix, applyWorkspaceEdit } from "./fixes";
import { ask, firstLocation, pathOf, positionOf } from "./lsp";
import { showText } from "./places.svelte";

export interface FoundPlace {
  path: string;
  line: number;
  column: number;
  text: string;
}

export interface EditorActions {
  definition(view: EditorView, path: string, at?: number): Promise<void>;
  references(view: EditorView, path: string): Promise<void>;
  rename(view: EditorView, path: string): void;
  format(view: EditorView, path: string): Promise<void>;
}

export interface ActionSinks {
  /** A short message for the person. */
  say(text: string): void;
  found(places: FoundPlace[]): void;
  askName(present: string, then: (name: string) => void): void;
}

export function editorActions(sinks: ActionSinks): EditorActions {
  const attempt = async (what: () => Promise<void>): Promise<void> => {
    try {
      await what();
    } catch (error) {
      const problem = problemFrom(error);
      sinks.say(problem.detail ?? problem.title);
    }
  };
  const head = (view: EditorView): number => view.state.selection.main.head;
  return {
    definition: (view, path, at = head(view)) =>
      attempt(async () => {
        const position = positionOf(view.state.doc, at);
        const place = firstLocation(await ask<Location | Location[]>("definition", path, { position }));
        const file = place && pathOf(place.uri, work.paths);
        if (place && file) showText(file, place.range.start.line + 1, place.range.start.character + 1);
        else sinks.say(texts.text.notFound);
      }),
    references: (view, path) =>
      attempt(async () => {
        const position = positionOf(view.state.doc, head(view));
        const found = (await ask<Location[]>("references", path, { position })) ?? [];
        sinks.found(
          found.flatMap((one) => {
            const file = pathOf(one.uri, work.paths);
            if (!file) return [];
            const line = one.range.start.line;
            const text = (work.textOf(file) ?? "").split("\n")[line]?.trim() ?? "";
            return [{ path: file, line: line + 1, column: one.range.start.character + 1, text }];
          }),
        );
      }),
    rename: (view, path) => {
      const word = view.state.wordAt(head(view));
      if (!word) return;
      const position = positionOf(view.state.doc, head(view));
      sinks.askName(view.state.sliceDoc(word.from, word.to), (name) => {
        void attempt(async () => {
          const answer = await ask<{ changes?: Record<string, TextEdit[]> }>("rename", path, { position, new_name: name });
          const places = applyWorkspaceEdit(answer?.changes ?? {}, (uri) => pathOf(uri, work.paths));
          sinks.say(texts.text.renamed(places));
        });
      });
    },
    format: (_view, path) =>
      attempt(async () => {
        const edits = await ask<TextEdit[]>("format", path);
        if (edits && edits.length > 0) applyFix(path, edits);
        else sinks.say(texts.text.formatted);
      }),
  };
}
