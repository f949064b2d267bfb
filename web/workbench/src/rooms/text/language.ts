// Colours of the language as it is typed, without asking the server.
import { HighlightStyle, LanguageSupport, StreamLanguage, syntaxHighlighting, type StringStream } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import { declarations, inner } from "./words";

interface State {
  /** The next name is what the declaration at the line's start declares. */
  naming: boolean;
}

export function tokenOf(stream: StringStream, state: State): string | null {
  const start = stream.sol();
  if (start) state.naming = false;
  if (stream.eatSpace()) return null;
  if (stream.match("///")) {
    stream.skipToEnd();
    return "docComment";
  }
  if (stream.match("//")) {
    stream.skipToEnd();
    return "lineComment";
  }
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
  if (stream.match(/^\d{4}-\d{2}(?:-\d{2})?/)) return "date";
  if (stream.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?/)) return "number";
  if (stream.match(/^[A-Za-z_](?:[A-Za-z0-9_]|-(?=life\b))*/)) {
    const word = stream.current();
    if (start && declarations.has(word)) {
      state.naming = true;
      return "declaration";
    }
    if (state.naming && !inner.has(word)) {
      state.naming = false;
      return "definition";
    }
    if (inner.has(word) || declarations.has(word)) return "keyword";
    return "name";
  }
  if (stream.match("->")) return "arrow";
  stream.next();
  return null;
}

const entente = StreamLanguage.define<State>({
  name: "entente",
  startState: () => ({ naming: false }),
  token: tokenOf,
  tokenTable: {
    docComment: tags.docComment,
    lineComment: tags.lineComment,
    string: tags.string,
    date: tags.literal,
    number: tags.number,
    declaration: tags.definitionKeyword,
    definition: tags.definition(tags.variableName),
    keyword: tags.keyword,
    name: tags.variableName,
    arrow: tags.operator,
  },
  languageData: { commentTokens: { line: "//" }, closeBrackets: { brackets: ["{", "(", "[", '"'] } },
});

const style = HighlightStyle.define([
  { tag: tags.docComment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: tags.lineComment, color: "var(--code-comment)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: tags.literal, color: "var(--code-number)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: tags.definitionKeyword, color: "var(--code-keyword)", fontWeight: "650" },
  { tag: tags.definition(tags.variableName), color: "var(--code-type)", fontWeight: "650" },
  { tag: tags.keyword, color: "var(--code-keyword)" },
  { tag: tags.operator, color: "var(--quiet)" },
]);

export function ententeLanguage(): Extension {
  return [new LanguageSupport(entente), syntaxHighlighting(style)];
}
