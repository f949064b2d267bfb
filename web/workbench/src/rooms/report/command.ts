// The command line that makes the same report again.

export interface ReportSizes {
  worlds: number;
  claims_worlds: number;
  compare_worlds: number;
  explain_worlds: number;
  uncertainty_worlds: number;
}

export interface ReportChoice extends ReportSizes {
  explain: string[];
  all_scenarios: boolean;
}

/** What the program takes where nothing is said. */
export const USUAL: ReportSizes = {
  worlds: 10000,
  claims_worlds: 1024,
  compare_worlds: 512,
  explain_worlds: 1024,
  uncertainty_worlds: 20000,
};

export const PARTS = Object.keys(USUAL) as (keyof ReportSizes)[];

/** A word for the shell: in quotes only if it needs them. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function commandLine(model: string, choice: ReportChoice, choices: string[], seed: number): string {
  const words = ["entente", "report", quoted(model)];
  if (choices.length > 0) words.push("--with", quoted(choices.join(",")));
  if (seed !== 1) words.push("--seed", String(seed));
  for (const part of PARTS) {
    if (choice[part] !== USUAL[part]) words.push(`--${part.replaceAll("_", "-")}`, String(choice[part]));
  }
  for (const name of choice.explain) words.push("--explain", quoted(name));
  if (choice.all_scenarios) words.push("--all-scenarios");
  return words.join(" ");
}

/** 2.2 MB, 640 kB. */
export function bytes(n: number): string {
  return n >= 1e6 ? `${(n / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(n / 1e3))} kB`;
}
