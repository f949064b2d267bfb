// The record of the project: what was imported, and what was asked about it. Answers outlive the
// room.
import { get, headers, post } from "../../api/client";
import type {
  Dataset, FilterResult, FitResult, HindcastResult, ImportResult, RecordCheck, RecordFormat, RecordSeries, RecordSummary,
} from "../../api/results";
import type { Problem } from "../../api/types";
import { Job, problemFrom } from "../../state/jobs.svelte";
import { Question } from "../../state/question.svelte";
import { work } from "../../state/work.svelte";
import { texts } from "../../texts";

/** One GET or POST whose newest answer counts. */
export class Asked<Result> {
  result = $state.raw<Result | null>(null);
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);
  private controller: AbortController | null = null;

  async run(ask: (signal: AbortSignal) => Promise<Result>): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.loading = true;
    try {
      const answer = await ask(controller.signal);
      if (this.controller !== controller) return;
      this.result = answer;
      this.problem = null;
    } catch (error) {
      if (this.controller === controller) this.problem = problemFrom(error);
    } finally {
      if (this.controller === controller) this.loading = false;
    }
  }

  clear(): void {
    this.controller?.abort();
    this.result = null;
    this.problem = null;
    this.loading = false;
  }
}

export interface ImportOptions {
  format: string;
  dataset: string;
  covers: string;
  map: string;
}

export interface SeriesChoice {
  source: string;
  target: string;
  class: string;
  period: string;
  by: string;
  from: string;
  to: string;
}

function query(values: Record<string, string>): string {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

class RecordState {
  readonly import = new Job<ImportResult>(texts.jobs.import);
  readonly filter = new Question<FilterResult>("filter", texts.jobs.filter);
  readonly fit = new Question<FitResult>("fit", texts.jobs.fit);
  readonly hindcast = new Question<HindcastResult>("hindcast", texts.jobs.hindcast);
  readonly datasets = new Asked<{ datasets: Dataset[] }>();
  readonly formats = new Asked<{ formats: RecordFormat[] }>();
  readonly summary = new Asked<RecordSummary>();
  readonly series = new Asked<RecordSeries>();
  readonly check = new Asked<RecordCheck>();
  dataset = $state("");
  choice = $state<SeriesChoice>({ source: "", target: "", class: "", period: "month", by: "quad", from: "", to: "" });
  importing = $state("");
  private project = "";

  private get base(): string {
    return `/projects/${work.project?.id ?? ""}/record`;
  }

  /** Called by the room: loads what belongs to the present project. */
  enter(): void {
    const id = work.project?.id ?? "";
    if (id === this.project) return;
    this.project = id;
    this.import.clear();
    this.dataset = "";
    this.choice = { source: "", target: "", class: "", period: "month", by: "quad", from: "", to: "" };
    for (const one of [this.datasets, this.summary, this.series, this.check]) one.clear();
    void this.loadDatasets();
    if (!this.formats.result) void this.formats.run((signal) => get("/record/formats", signal));
  }

  async loadDatasets(): Promise<void> {
    await this.datasets.run((signal) => get(`${this.base}/datasets`, signal));
    const all = this.datasets.result?.datasets ?? [];
    if (!all.some((one) => one.dataset === this.dataset)) this.dataset = all[0]?.dataset ?? "";
    if (this.dataset) this.loadSummary();
  }

  choose(dataset: string): void {
    this.dataset = dataset;
    this.series.clear();
    this.loadSummary();
  }

  private loadSummary(): void {
    const asked = query({ dataset: this.dataset });
    void this.summary.run((signal) => get(`${this.base}/summary${asked}`, signal));
  }

  loadSeries(): void {
    if (!this.dataset) return;
    const { by, period, ...rest } = this.choice;
    const asked = query({ dataset: this.dataset, period, by, ...rest });
    void this.series.run((signal) => get(`${this.base}/series${asked}`, signal));
  }

  loadCheck(): void {
    const texts = work.overlay;
    void this.check.run((signal) => post(`${this.base}/check`, { texts }, signal));
  }

  async upload(file: File, options: ImportOptions): Promise<void> {
    this.importing = file.name;
    const asked = query({ name: file.name, ...options });
    const init = { headers: headers({ "Content-Type": "application/octet-stream" }), body: file };
    this.import.result = null;
    if (await this.import.upload(`${this.base}/imports${asked}`, init)) {
      const first = this.import.result as ImportResult | null;
      const dataset = first?.files[0]?.dataset;
      if (dataset) this.dataset = dataset;
      this.series.clear();
      await this.loadDatasets();
    }
  }
}

export const record = new RecordState();
