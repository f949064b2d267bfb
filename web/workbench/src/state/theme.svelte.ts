// Light, dark, or as the system has it. The choice stays in this browser.
const KEY = "entente.theme";
export const THEMES = ["system", "light", "dark"] as const;
export type ThemeName = (typeof THEMES)[number];

class Theme {
  choice = $state<ThemeName>("system");
  private system = window.matchMedia("(prefers-color-scheme: dark)");
  private systemDark = $state(false);

  constructor() {
    const stored = localStorage.getItem(KEY);
    this.choice = THEMES.find((name) => name === stored) ?? "system";
    this.systemDark = this.system.matches;
    this.system.addEventListener("change", (event) => {
      this.systemDark = event.matches;
      this.apply();
    });
    this.apply();
  }

  get dark(): boolean {
    return this.choice === "dark" || (this.choice === "system" && this.systemDark);
  }

  set(choice: ThemeName): void {
    this.choice = choice;
    localStorage.setItem(KEY, choice);
    this.apply();
  }

  private apply(): void {
    document.documentElement.dataset["theme"] = this.dark ? "dark" : "light";
  }
}

export const theme = new Theme();
