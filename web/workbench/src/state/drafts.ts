// Text that the server has not acknowledged lives in localStorage, so that a reload, a crash or a
// stopped server loses nothing that was typed.
export interface Draft {
  text: string;
  /** The revision that the text was made from. */
  base: number;
  /** The text last sent, whose answer may have been lost (a reload, a killed server). */
  sent?: string;
}

export type Drafts = Record<string, Draft>;

const key = (project: string): string => `entente.drafts.${project}`;

export function loadDrafts(project: string, storage: Storage = localStorage): Drafts {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key(project)) ?? "{}");
    if (!stored || typeof stored !== "object") return {};
    const drafts: Drafts = {};
    for (const [path, draft] of Object.entries(stored as Record<string, Partial<Draft>>)) {
      if (typeof draft?.text === "string" && typeof draft.base === "number") {
        drafts[path] = { text: draft.text, base: draft.base };
        if (typeof draft.sent === "string") drafts[path].sent = draft.sent;
      }
    }
    return drafts;
  } catch {
    return {};
  }
}

/** False when the browser has no room or allows no storage; the page then says so. */
export function storeDrafts(project: string, drafts: Drafts, storage: Storage = localStorage): boolean {
  try {
    if (Object.keys(drafts).length === 0) storage.removeItem(key(project));
    else storage.setItem(key(project), JSON.stringify(drafts));
    return true;
  } catch {
    return false;
  }
}
