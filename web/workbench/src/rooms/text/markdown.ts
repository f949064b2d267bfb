// The little Markdown that hovers and completions carry (paragraphs, lists, headings, code, bold,
// italic, links), as elements. Text is only ever set as text, so nothing in a model can become markup.

const INLINE = /\\([!-/:-@[-`{-~])|(`+)([^`]|[^`][\s\S]*?[^`])\2(?!`)|\*\*([^*]+)\*\*|\*([^*\n]+)\*|_([^_\n]+)_|\[([^\]]*)\]\(([^)\s]*)\)/g;

function inline(parent: HTMLElement, text: string): void {
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    const start = found.index;
    // An underscore inside a name is not emphasis.
    if (found[6] !== undefined && /\w/.test(text[start - 1] ?? "")) continue;
    parent.append(text.slice(at, start));
    at = start + found[0].length;
    if (found[1] !== undefined) parent.append(found[1]);
    else if (found[3] !== undefined) element(parent, "code", found[3].trim());
    else if (found[4] !== undefined) element(parent, "strong", unescape(found[4]));
    else if (found[7] !== undefined) parent.append(unescape(found[7]));
    else element(parent, "em", unescape(found[5] ?? found[6] ?? ""));
  }
  parent.append(text.slice(at));
}

function unescape(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

function element(parent: HTMLElement, name: string, text: string): void {
  const made = document.createElement(name);
  made.textContent = text;
  parent.append(made);
}

export function markdown(text: string): HTMLElement {
  const root = document.createElement("div");
  root.className = "markdown";
  const lines = text.split(/\r?\n/);
  let paragraph: string[] = [];
  let list: HTMLElement | null = null;
  const flush = (): void => {
    if (paragraph.length === 0) return;
    const made = document.createElement("p");
    inline(made, paragraph.join(" "));
    root.append(made);
    paragraph = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const item = /^\s*[-*] (.*)$/.exec(line);
    if (!item) list = null;
    if (/^\s*```/.test(line)) {
      flush();
      const code: string[] = [];
      while (++i < lines.length && !/^\s*```/.test(lines[i] ?? "")) code.push(lines[i] ?? "");
      element(root, "pre", code.join("\n"));
    } else if (item) {
      flush();
      if (!list) {
        list = document.createElement("ul");
        root.append(list);
      }
      const made = document.createElement("li");
      inline(made, item[1] ?? "");
      list.append(made);
    } else if (/^\s*(?:---+|\*\*\*+)\s*$/.test(line)) {
      flush();
      root.append(document.createElement("hr"));
    } else if (/^#+ /.test(line)) {
      flush();
      element(root, "strong", line.replace(/^#+ /, ""));
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line.trim());
    }
  }
  flush();
  return root;
}

export function contentOf(value: string | { value: string } | { value: string }[] | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map((one) => one.value).join("\n\n") : value.value;
}
