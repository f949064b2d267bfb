// Completion, hover, and colours by meaning: what the server knows, shown in the editor.
import { snippet, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { RangeSetBuilder, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { CompletionItem, Hover } from "../../api/types";
import { ask, positionOf, spanOf, tokenTypes } from "./lsp";
import { contentOf, markdown } from "./markdown";

// LSP's CompletionItemKind, as far as CodeMirror has a picture for it.
const KINDS: Record<number, string> = {
  3: "function", 5: "property", 6: "variable", 7: "class", 10: "property", 12: "constant", 13: "enum",
  14: "keyword", 15: "text", 17: "namespace", 20: "enum", 21: "constant", 22: "class", 23: "namespace", 25: "type",
};

/** LSP's snippets ($1, ${1:name}, $0) as CodeMirror writes them (${1:name}, ${}). */
export function snippetOf(text: string): string {
  return text.replace(/\$(\d+)/g, (_, n: string) => (n === "0" ? "${}" : `\${${n}}`)).replace(/\$\{0(?::[^}]*)?\}/g, "${}");
}

function completionOf(item: CompletionItem): Completion {
  const text = item.textEdit?.newText ?? item.insertText ?? item.label;
  const made: Completion = { label: item.label, type: KINDS[item.kind ?? 6] ?? "variable" };
  made.apply = item.insertTextFormat === 2 ? snippet(snippetOf(text)) : text;
  if (item.detail) made.detail = item.detail;
  if (item.sortText) made.sortText = item.sortText;
  const more = contentOf(item.documentation);
  if (more) made.info = () => markdown(more);
  return made;
}

export function completionSource(path: () => string) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[A-Za-z_][A-Za-z0-9_]*/);
    const before = context.matchBefore(/(?:->|[[{(,=~])\s*/);
    if (!context.explicit && !word && !before) return null;
    const controller = new AbortController();
    context.addEventListener("abort", () => controller.abort());
    try {
      const position = positionOf(context.state.doc, context.pos);
      const answer = await ask<CompletionItem[] | { items: CompletionItem[] }>("completion", path(), { position }, controller.signal);
      const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
      if (items.length === 0) return null;
      const edit = items.find((item) => item.textEdit)?.textEdit;
      const from = edit ? spanOf(context.state.doc, edit.range).from : (word?.from ?? context.pos);
      return { from, options: items.map(completionOf), validFor: /^[A-Za-z0-9_]*$/ };
    } catch {
      return null; // Completion is help, not an answer: its absence says enough.
    }
  };
}

export function hover(path: () => string): Extension {
  return hoverTooltip(
    async (view, pos) => {
      try {
        const answer = await ask<Hover>("hover", path(), { position: positionOf(view.state.doc, pos) });
        const text = answer && contentOf(answer.contents);
        if (!answer || !text) return null;
        const span = answer.range ? spanOf(view.state.doc, answer.range) : { from: pos, to: pos };
        return { pos: span.from, end: span.to, above: true, create: () => ({ dom: markdown(text) }) };
      } catch {
        return null;
      }
    },
    { hoverTime: 250 },
  );
}

// ---- colours by meaning ----------------------------------------------------------------------

const setTokens = StateEffect.define<DecorationSet>();
const tokens = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setTokens)) next = effect.value;
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const marks = new Map<string, Decoration>();

function markOf(type: string): Decoration {
  const made = marks.get(type) ?? Decoration.mark({ class: `token-${type}` });
  marks.set(type, made);
  return made;
}

/** LSP's relative numbers: line, start, length, type, modifiers. */
export function decodeTokens(data: number[], types: string[]): { line: number; from: number; length: number; type: string }[] {
  const found = [];
  let line = 0;
  let from = 0;
  for (let i = 0; i + 4 < data.length; i += 5) {
    const down = data[i] ?? 0;
    line += down;
    from = (down > 0 ? 0 : from) + (data[i + 1] ?? 0);
    found.push({ line, from, length: data[i + 2] ?? 0, type: types[data[i + 3] ?? -1] ?? "" });
  }
  return found;
}

export function semanticColours(path: () => string): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      private timer: ReturnType<typeof setTimeout> | null = null;
      private controller: AbortController | null = null;

      constructor(private readonly view: EditorView) {
        this.later(0);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged) this.later(350);
      }

      destroy(): void {
        if (this.timer) clearTimeout(this.timer);
        this.controller?.abort();
      }

      private later(wait: number): void {
        if (this.timer) clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.ask(), wait);
      }

      private async ask(): Promise<void> {
        this.controller?.abort();
        const controller = new AbortController();
        this.controller = controller;
        const doc = this.view.state.doc;
        try {
          const [legend, answer] = await Promise.all([
            tokenTypes(),
            ask<{ data: number[] }>("tokens", path(), {}, controller.signal),
          ]);
          if (!answer || controller.signal.aborted || this.view.state.doc !== doc) return;
          const builder = new RangeSetBuilder<Decoration>();
          for (const one of decodeTokens(answer.data, legend.tokenTypes)) {
            if (!one.type || one.line >= doc.lines || one.length <= 0) continue;
            const line = doc.line(one.line + 1);
            const from = line.from + one.from;
            const to = Math.min(line.to, from + one.length);
            if (from < to) builder.add(from, to, markOf(one.type));
          }
          this.view.dispatch({ effects: setTokens.of(builder.finish()) });
        } catch {
          // The colours of the words stay.
        }
      }
    },
  );
  return [tokens, plugin];
}
