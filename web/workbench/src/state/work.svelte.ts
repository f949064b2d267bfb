// The one store that all rooms share: the present project and its texts, the model that they make,
// the levers, the luck, and the futures that follow from all of these.
import { filePath, get, getBlob, post, request, ApiError } from "../api/client";
import type * as Api from "../api/types";
import { findHorizon, withHorizonEnd } from "../lib/horizon";
import { LatestRunner } from "../lib/latest";
import { loadDrafts, storeDrafts, type Drafts } from "./drafts";
import { Job, problemFrom } from "./jobs.svelte";
import { texts } from "../texts";

export interface Conflict {
  revision: number;
  text: string;
}

/** Against which setting the levers are compared, in the same worlds. */
export type VersusMode = "none" | "written" | "pinned";

const PROJECT_KEY = "entente.project";
const SAVE_AFTER = 900;
const NO_LEVERS: Api.Levers = { with: [], set: {} };

class Work {
  health = $state.raw<Api.Health | null>(null);
  models = $state.raw<Api.ShippedModel[]>([]);
  projects = $state.raw<Api.Project[]>([]);
  project = $state.raw<Api.ProjectDetail | null>(null);
  problem = $state.raw<Api.Problem | null>(null);
  ready = $state(false);
  /** The project that the link names, before anything is open. */
  wanted: string | null = null;

  // Texts: what the server has (saved), and what is typed but not acknowledged (drafts).
  saved = $state.raw<Record<string, Api.FileText>>({});
  drafts = $state.raw<Drafts>({});
  conflicts = $state.raw<Record<string, Conflict>>({});
  saving = $state(false);
  saveProblem = $state.raw<Api.Problem | null>(null);
  draftsStored = $state(true);

  model = $state.raw<Api.ModelView | null>(null);
  modelProblem = $state.raw<Api.Problem | null>(null);
  diagnostics = $state.raw<Record<string, Api.LspDiagnostic[]>>({});

  // Levers, luck, size.
  with = $state.raw<string[]>([]);
  set = $state.raw<Record<string, number>>({});
  seed = $state(1);
  worlds = $state(20000);
  versusMode = $state<VersusMode>("written");
  pinned = $state.raw<Api.Levers | null>(null);
  /** Outcomes that the person watches, shown first everywhere. */
  watched = $state.raw<string[]>([]);

  readonly live = new Job<Api.LiveResult>(texts.jobs.live);
  /** The result on the screen belongs to earlier settings. */
  stale = $state(false);
  firstNumbers = $state(0);

  private saveTimer: ReturnType<typeof setTimeout> | null = null;
  private checkTimer: ReturnType<typeof setTimeout> | null = null;
  private checks = 0;
  // On a slow machine, longer than the first numbers took the last time.
  private readonly runner = new LatestRunner(
    () => this.runLive(),
    () => Math.min(5000, Math.max(400, 2 * this.firstNumbers)),
  );

  // ---- opening --------------------------------------------------------------------------------

  async start(): Promise<void> {
    try {
      const [health, models, projects] = await Promise.all([
        get<Api.Health>("/health"),
        get<{ models: Api.ShippedModel[] }>("/models"),
        get<{ projects: Api.Project[] }>("/projects"),
      ]);
      this.health = health;
      this.models = models.models;
      this.projects = projects.projects;
      const last = localStorage.getItem(PROJECT_KEY);
      const named = (id: string | null): Api.Project | undefined => this.projects.find((one) => one.id === id);
      const project = named(this.wanted) ?? named(last) ?? this.projects[0];
      this.wanted = null;
      if (project) await this.open(project.id);
      else await this.create(this.firstModel());
    } catch (error) {
      this.problem = problemFrom(error);
    } finally {
      this.ready = true;
    }
  }

  private firstModel(): { from?: string } {
    const reference = this.models.find((model) => model.name === "northeast_asia");
    const model = reference ?? this.models[0];
    return model ? { from: model.name } : {};
  }

  /** From a shipped model, from another project, or, with neither, from a small example. */
  async create(from: { from?: string; from_project?: string }, name = ""): Promise<void> {
    const project = await post<Api.Project>("/projects", name ? { ...from, name } : from);
    await this.reloadProjects();
    await this.open(project.id);
  }

  async reloadProjects(): Promise<void> {
    this.projects = (await get<{ projects: Api.Project[] }>("/projects")).projects;
  }

  async rename(id: string, name: string): Promise<void> {
    await request("PATCH", `/projects/${id}`, { name });
    await this.reloadProjects();
    if (this.project?.id === id) this.project = { ...this.project, name };
  }

  async remove(id: string): Promise<void> {
    await request("DELETE", `/projects/${id}`);
    storeDrafts(id, {});
    await this.reloadProjects();
    if (this.project?.id !== id) return;
    const next = this.projects[0];
    if (next) await this.open(next.id);
    else await this.create(this.firstModel());
  }

  async open(id: string): Promise<void> {
    await this.save();
    this.live.clear();
    const project = await get<Api.ProjectDetail>(`/projects/${id}`);
    this.problem = null;
    this.project = project;
    this.saved = {};
    this.conflicts = {};
    this.model = null;
    this.diagnostics = {};
    this.with = [];
    this.set = {};
    this.pinned = null;
    if (this.versusMode === "pinned") this.versusMode = "written";
    this.drafts = loadDrafts(id);
    this.loadSettings(id);
    localStorage.setItem(PROJECT_KEY, id);
    this.runner.request();
    void this.loadFiles(id);
    await this.check();
  }

  private async loadFiles(id: string): Promise<void> {
    const files = this.project?.files ?? [];
    try {
      const all = await Promise.all(
        files.map((file) => get<Api.FileText>(`/projects/${id}/files/${filePath(file.path)}`)),
      );
      if (this.project?.id !== id) return;
      this.saved = Object.fromEntries(all.map((file) => [file.path, file]));
      if (Object.keys(this.drafts).length > 0) this.saveSoon();
    } catch (error) {
      this.problem = problemFrom(error);
    }
  }

  // ---- texts ----------------------------------------------------------------------------------

  /** The unsaved texts, as every request sends them. */
  get overlay(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.drafts).map(([path, draft]) => [path, draft.text]));
  }

  get paths(): string[] {
    const names = new Set([...(this.project?.files ?? []).map((file) => file.path), ...Object.keys(this.drafts)]);
    return [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  }

  textOf(path: string): string | null {
    return this.drafts[path]?.text ?? this.saved[path]?.text ?? null;
  }

  edit(path: string, text: string): void {
    const saved = this.saved[path];
    const { [path]: draft, ...others } = this.drafts;
    if (text === saved?.text && !this.conflicts[path]) this.drafts = others;
    else this.drafts = { ...others, [path]: { ...draft, text, base: draft?.base ?? saved?.revision ?? 0 } };
    this.keepDrafts();
    this.saveSoon();
    this.modelChanged();
  }

  private keepDrafts(): void {
    if (this.project) this.draftsStored = storeDrafts(this.project.id, this.drafts);
  }

  private saveSoon(): void {
    if (this.saveTimer) clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => void this.save(), SAVE_AFTER);
  }

  /** Sends every draft that has no open conflict. What is typed meanwhile stays a draft. */
  async save(): Promise<void> {
    if (this.saveTimer) clearTimeout(this.saveTimer);
    this.saveTimer = null;
    const project = this.project;
    if (!project || this.saving) return;
    this.saving = true;
    try {
      for (const [path, draft] of Object.entries(this.drafts)) {
        if (this.conflicts[path]) continue;
        await this.saveOne(project.id, path, draft.text, draft.base);
      }
      this.saveProblem = null;
    } catch (error) {
      this.saveProblem = problemFrom(error);
      this.saveTimer = setTimeout(() => void this.save(), 5000);
    } finally {
      this.saving = false;
    }
  }

  private async saveOne(id: string, path: string, text: string, base: number): Promise<void> {
    const before = this.drafts[path]?.sent;
    this.drafts = { ...this.drafts, [path]: { text, base, sent: text } };
    this.keepDrafts();
    try {
      const answer = await request<{ path: string; revision: number }>(
        "PUT",
        `/projects/${id}/files/${filePath(path)}`,
        { text, base_revision: base },
      );
      if (this.project?.id !== id) return;
      this.saved = { ...this.saved, [path]: { path, text, revision: answer.revision } };
      this.project = { ...this.project, unchanged: false };
      const { [path]: draft, ...others } = this.drafts;
      this.drafts =
        draft && draft.text !== text ? { ...others, [path]: { text: draft.text, base: answer.revision } } : others;
      this.keepDrafts();
      if (!this.project.files.some((file) => file.path === path)) {
        const files = [...this.project.files, { path, bytes: text.length, revision: answer.revision }];
        this.project = { ...this.project, files };
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.status !== 409) throw error;
      const { revision, text: theirs } = error.problem as Api.FileConflict;
      // What stands there is ours: it was stored, and only the answer was lost.
      if (revision !== base && (theirs === text || theirs === before)) {
        this.saved = { ...this.saved, [path]: { path, text: theirs, revision } };
        const { [path]: draft, ...others } = this.drafts;
        const newest = draft?.text ?? text;
        this.drafts = newest === theirs ? others : { ...others, [path]: { text: newest, base: revision } };
        this.keepDrafts();
        if (newest !== theirs) this.saveSoon();
        return;
      }
      this.conflicts = { ...this.conflicts, [path]: { revision, text: theirs } };
    }
  }

  /** Ends a conflict: "mine" is stored over the other text, "theirs" drops the draft. */
  settle(path: string, which: "mine" | "theirs"): void {
    const conflict = this.conflicts[path];
    if (!conflict) return;
    const { [path]: _, ...rest } = this.conflicts;
    this.conflicts = rest;
    this.saved = { ...this.saved, [path]: { path, ...conflict } };
    const { [path]: draft, ...others } = this.drafts;
    this.drafts =
      which === "mine" && draft ? { ...others, [path]: { text: draft.text, base: conflict.revision } } : others;
    this.keepDrafts();
    this.saveSoon();
    this.modelChanged();
  }

  /** Saves what is unsaved, and waits for a save that is on its way. */
  async saveAll(): Promise<void> {
    while (this.saving) await new Promise((resolve) => setTimeout(resolve, 50));
    await this.save();
  }

  /** All texts of a project as one ZIP archive; unsaved ones are saved first. */
  async archive(id: string): Promise<Blob> {
    if (id === this.project?.id) {
      await this.saveAll();
      if (this.unsaved) throw new ApiError(this.saveProblem ?? { type: "about:blank", title: texts.projects.unsavedLeft, status: 0 });
    }
    return getBlob(`/projects/${id}/archive`);
  }

  async deleteFile(path: string): Promise<void> {
    if (!this.project) return;
    const known = this.saved[path]?.revision;
    if (known) await request("DELETE", `/projects/${this.project.id}/files/${filePath(path)}?base_revision=${known}`);
    const { [path]: _saved, ...saved } = this.saved;
    const { [path]: _draft, ...drafts } = this.drafts;
    this.saved = saved;
    this.drafts = drafts;
    this.keepDrafts();
    this.project = { ...this.project, unchanged: false, files: this.project.files.filter((file) => file.path !== path) };
    this.modelChanged();
  }

  get unsaved(): boolean {
    return Object.keys(this.drafts).length > 0;
  }

  // ---- the model ------------------------------------------------------------------------------

  private modelChanged(): void {
    this.stale = true;
    if (this.checkTimer) clearTimeout(this.checkTimer);
    this.checkTimer = setTimeout(() => {
      void this.check();
      this.runner.request();
    }, 180);
  }

  /** Asks for the model and its messages, with the unsaved texts. */
  async check(): Promise<void> {
    const project = this.project;
    if (!project) return;
    const asked = ++this.checks;
    const base = `/projects/${project.id}`;
    const body = { texts: this.overlay };
    const [model, found] = await Promise.allSettled([
      post<Api.ModelView>(`${base}/model`, body),
      post<{ result: Record<string, Api.LspDiagnostic[]> }>(`${base}/language/diagnostics`, {
        ...body,
        path: "main.ent",
      }),
    ]);
    if (asked !== this.checks || this.project?.id !== project.id) return;
    if (model.status === "fulfilled") {
      this.model = model.value;
      this.modelProblem = null;
    } else {
      this.modelProblem = problemFrom(model.reason);
    }
    if (found.status === "fulfilled") this.diagnostics = found.value.result;
  }

  get errors(): number {
    return this.count(1);
  }

  get warnings(): number {
    return this.count(2);
  }

  private count(severity: number): number {
    return Object.values(this.diagnostics)
      .flat()
      .filter((one) => (one.severity ?? 1) === severity).length;
  }

  get horizon(): { path: string; from: string; to: string } | null {
    for (const path of this.paths) {
      const text = this.textOf(path);
      const found = text === null ? null : findHorizon(text);
      if (found) return { path, ...found };
    }
    return null;
  }

  setHorizonEnd(to: string): void {
    const horizon = this.horizon;
    const text = horizon && this.textOf(horizon.path);
    const day = /^\d{4}-\d{2}-\d{2}$/.test(to) && !Number.isNaN(Date.parse(to));
    if (horizon && text && day && to > horizon.from) this.edit(horizon.path, withHorizonEnd(text, to));
  }

  // ---- levers, luck, futures ------------------------------------------------------------------

  get levers(): Api.Levers {
    return { with: this.with, set: this.set };
  }

  get hasLevers(): boolean {
    return this.with.length > 0 || Object.keys(this.set).length > 0;
  }

  /** The other side of the comparison, or null where there is nothing to compare. */
  get versus(): Api.Levers | null {
    if (this.versusMode === "none") return null;
    const other = this.versusMode === "pinned" ? this.pinned : NO_LEVERS;
    return other && !sameLevers(other, this.levers) ? other : null;
  }

  /** What every task sends: the texts as they are on the screen, levers, luck. */
  get request(): Api.TaskBody {
    return { texts: this.overlay, with: this.with, set: this.set, seed: this.seed, worlds: this.worlds };
  }

  toggle(name: string, on: boolean): void {
    this.with = on ? [...this.with.filter((one) => one !== name), name] : this.with.filter((one) => one !== name);
    this.settingsChanged();
  }

  setParameter(name: string, value: number | null): void {
    const { [name]: _, ...others } = this.set;
    this.set = value === null ? others : { ...others, [name]: value };
    this.settingsChanged();
  }

  resetLevers(): void {
    this.with = [];
    this.set = {};
    this.settingsChanged();
  }

  pin(): void {
    this.pinLevers({ with: [...this.with], set: { ...this.set } });
  }

  compareWith(mode: VersusMode): void {
    if (mode === "pinned" && !this.pinned) return;
    this.versusMode = mode;
    this.settingsChanged();
  }

  setSeed(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed === this.seed) return;
    this.seed = seed;
    this.settingsChanged();
  }

  setWorlds(worlds: number): void {
    if (!Number.isInteger(worlds) || worlds < 1 || worlds === this.worlds) return;
    this.worlds = worlds;
    this.settingsChanged();
  }

  /** The settings of an earlier run, and, by path, texts that come back as new revisions. */
  restore(run: Api.Levers & { seed: number; worlds: number | null; versus: Api.Levers | null }, then: Record<string, string> = {}): void {
    this.with = run.with;
    this.set = run.set;
    this.seed = run.seed;
    this.worlds = run.worlds ?? this.worlds;
    const written = run.versus !== null && sameLevers(run.versus, NO_LEVERS);
    if (run.versus && !written) this.pinned = run.versus;
    this.versusMode = run.versus ? (written ? "written" : "pinned") : this.hasLevers ? "none" : "written";
    for (const [path, text] of Object.entries(then)) if (text !== this.textOf(path)) this.edit(path, text);
    this.settingsChanged();
  }

  /** Other levers as B, in the same worlds. */
  pinLevers(levers: Api.Levers): void {
    this.pinned = levers;
    this.versusMode = "pinned";
    this.settingsChanged();
  }

  watch(name: string, on: boolean): void {
    this.watched = on ? [...this.watched, name] : this.watched.filter((one) => one !== name);
    this.keepSettings();
  }

  private settingsChanged(): void {
    this.keepSettings();
    this.stale = true;
    this.runner.request();
  }

  /** Runs the futures again with what is on the screen. */
  rerun(): void {
    this.stale = true;
    this.runner.request();
  }

  private async runLive(): Promise<void> {
    const project = this.project;
    if (!project) return;
    const versus = this.versus;
    const body: Api.TaskBody = versus ? { ...this.request, versus } : this.request;
    const begun = performance.now();
    let first = true;
    const seen = (): void => {
      // Settings that changed meanwhile have their numbers yet to come.
      this.stale = this.runner.waiting;
      if (first) this.firstNumbers = performance.now() - begun;
      first = false;
      this.runner.showed();
    };
    if (await this.live.start(`/projects/${project.id}/tasks/live`, body, seen)) seen();
  }

  private keepSettings(): void {
    if (!this.project) return;
    const { seed, worlds, watched, pinned, set, versusMode } = this;
    const kept = { seed, worlds, watched, pinned, set, with: this.with, versusMode };
    try {
      localStorage.setItem(`entente.settings.${this.project.id}`, JSON.stringify(kept));
    } catch {
      // Only comfort is lost.
    }
  }

  private loadSettings(id: string): void {
    this.watched = [];
    try {
      const kept = JSON.parse(localStorage.getItem(`entente.settings.${id}`) ?? "{}") as Partial<Work>;
      if (typeof kept.seed === "number") this.seed = kept.seed;
      if (typeof kept.worlds === "number") this.worlds = kept.worlds;
      if (Array.isArray(kept.watched)) this.watched = kept.watched;
      if (Array.isArray(kept.with)) this.with = kept.with;
      if (kept.set && typeof kept.set === "object") this.set = kept.set;
      if (kept.pinned) this.pinned = kept.pinned;
      if (kept.versusMode) this.versusMode = kept.versusMode;
    } catch {
      // Settings of an older page: the defaults do.
    }
  }
}

function rank(path: string): number {
  if (path === "main.ent") return 0;
  if (path.endsWith(".ent")) return 1;
  return 2;
}

export function sameLevers(a: Api.Levers, b: Api.Levers): boolean {
  const text = (levers: Api.Levers): string =>
    JSON.stringify([levers.with, Object.entries(levers.set).sort(([x], [y]) => x.localeCompare(y))]);
  return text(a) === text(b);
}

export const work = new Work();
