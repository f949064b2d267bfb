import { Text } from "@codemirror/state";
import { StringStream } from "@codemirror/language";
import { describe, expect, it } from "vitest";
import { decodeTokens, snippetOf } from "../src/rooms/text/intelligence";
import { tokenOf } from "../src/rooms/text/language";
import { applyEdits, offsetOf, pathOf, positionOf, smallestChange } from "../src/rooms/text/lsp";
import { markdown } from "../src/rooms/text/markdown";

const doc = Text.of(["param a = 1", "// 𝄞 note", "last"]);

describe("places", () => {
  it("are UTF-16 columns, both ways", () => {
    const at = { line: 1, character: 6 }; // after the clef, which is two units
    expect(doc.sliceString(offsetOf(doc, at), doc.lineAt(offsetOf(doc, at)).to)).toBe("note");
    for (let offset = 0; offset <= doc.length; offset++) expect(offsetOf(doc, positionOf(doc, offset))).toBe(offset);
  });
  it("beyond the text are moved to its edge", () => {
    expect(offsetOf(doc, { line: 99, character: 0 })).toBe(doc.length);
    expect(offsetOf(doc, { line: 0, character: 99 })).toBe(11);
  });
});

describe("edits", () => {
  const range = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });
  it("all speak of the text before them, in any order", () => {
    const edits = [
      { range: range(2, 0, 4), newText: "end" },
      { range: range(0, 10, 11), newText: "22" },
      { range: range(0, 6, 7), newText: "beta" },
    ];
    expect(applyEdits(doc, edits)).toBe("param beta = 22\n// 𝄞 note\nend");
  });
  it("from outside change as little as possible", () => {
    expect(smallestChange("abcdef", "abXdef")).toEqual({ from: 2, to: 3, insert: "X" });
    expect(smallestChange("aa", "aaa")).toEqual({ from: 2, to: 2, insert: "a" });
    expect(smallestChange("same", "same")).toBeNull();
    for (const [a, b] of [["", "x"], ["x", ""], ["abab", "ab"], ["hello", "help"]] as const) {
      const change = smallestChange(a, b);
      expect(a.slice(0, change?.from) + (change?.insert ?? "") + a.slice(change?.to ?? 0)).toBe(b);
    }
  });
});

describe("names of files", () => {
  it("are found in any URI, the longest first", () => {
    const paths = ["main.ent", "sub/main.ent"];
    expect(pathOf("main.ent", paths)).toBe("main.ent");
    expect(pathOf("file:///x/sub/main.ent", paths)).toBe("sub/main.ent");
    expect(pathOf("entente:main.ent", paths)).toBe("main.ent");
    expect(pathOf("file:///x/domain.ent", paths)).toBeNull();
  });
});

describe("colours", () => {
  const tokens = (line: string): [string, string | null][] => {
    const stream = new StringStream(line, 2, 2);
    const state = { naming: false };
    const found: [string, string | null][] = [];
    while (!stream.eol()) {
      stream.start = stream.pos;
      const token = tokenOf(stream, state);
      if (token) found.push([stream.current(), token]);
    }
    return found;
  };
  it("know declarations, their names, dates, numbers, strings and comments", () => {
    expect(tokens('param p_ruling ~ beta(18, 2) "chance" // why')).toEqual([
      ["param", "declaration"], ["p_ruling", "definition"], ["beta", "name"], ["18", "number"], ["2", "number"],
      ['"chance"', "string"], ["// why", "lineComment"],
    ]);
    expect(tokens("  dormant -> ruled on 2018-10-30")).toEqual([
      ["dormant", "name"], ["->", "arrow"], ["ruled", "name"], ["on", "keyword"], ["2018-10-30", "date"],
    ]);
    expect(tokens("  half-life 2 years").map(([text]) => text)).toEqual(["half-life", "2", "years"]);
  });
  it("of LSP are relative to the token before", () => {
    expect(decodeTokens([0, 2, 3, 1, 0, 0, 4, 1, 0, 0, 2, 1, 5, 1, 0], ["number", "keyword"])).toEqual([
      { line: 0, from: 2, length: 3, type: "keyword" },
      { line: 0, from: 6, length: 1, type: "number" },
      { line: 2, from: 1, length: 5, type: "keyword" },
    ]);
  });
});

describe("help texts", () => {
  it("are elements, never markup", () => {
    const made = markdown('**bold** `a_b` third\\_party **a\\_b** <img src=x onerror=alert(1)>\n\n```entente\nparam a\n```\n- one\n- two');
    expect(made.querySelector("img")).toBeNull();
    expect(made.querySelector("strong")?.textContent).toBe("bold");
    expect(made.querySelector("code")?.textContent).toBe("a_b");
    expect(made.querySelector("em")).toBeNull();
    expect(made.textContent).toContain("third_party a_b <img");
    expect(made.querySelector("pre")?.textContent).toBe("param a");
    expect([...made.querySelectorAll("li")].map((one) => one.textContent)).toEqual(["one", "two"]);
    expect(made.textContent).toContain("<img src=x onerror=alert(1)>");
  });
  it("snippets are CodeMirror's", () => {
    expect(snippetOf("rate ${1:0.5} per $2$0")).toBe("rate ${1:0.5} per ${2}${}");
  });
});
