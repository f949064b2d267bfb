// While a slider moves, settings change faster than the server answers. Restarting at every change
// would starve the page: no answer would ever arrive. So a running request may show its first
// numbers before the newest settings replace it, but not longer than `patience`.
export class LatestRunner {
  private wanted = false;
  private active = false;
  private shown = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private generation = 0;

  constructor(
    private readonly run: () => Promise<unknown>,
    private readonly patience: () => number = () => 400,
  ) {}

  /** Settings changed since the present run began. */
  get waiting(): boolean {
    return this.wanted;
  }

  /** Settings changed: run with the newest, now or as soon as the present run has shown something. */
  request(): void {
    this.wanted = true;
    if (!this.active || this.shown) this.begin();
    else this.timer ??= setTimeout(() => this.begin(), this.patience());
  }

  /** The present run has shown its first numbers. */
  showed(): void {
    this.shown = true;
    if (this.wanted) this.begin();
  }

  private begin(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.wanted = false;
    this.active = true;
    this.shown = false;
    const generation = ++this.generation;
    void this.run().finally(() => {
      if (generation !== this.generation) return;
      this.active = false;
      if (this.wanted) this.begin();
    });
  }
}
