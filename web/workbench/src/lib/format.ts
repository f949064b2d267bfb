// Numbers, dates and units as people read them. Always English, whatever the browser's language,
// because the rest of the page is.
const LOCALE = "en-GB";
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function count(value: number): string {
  return whole.format(value);
}

/** Three significant digits, no exponent between 0.001 and a million. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-6) return value.toExponential(1).replace("e+", "e").replace("-", "−");
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  if (size >= 1000) return minus(whole.format(value));
  return minus(size < 0.1 ? value.toPrecision(2) : value.toFixed(digits));
}

function minus(text: string): string {
  return text.replace(/^-/, "−");
}

/** A share of worlds: 46%, 4.6%, <0.1%. Never 0% or 100% for a share that is neither. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const p = value * 100;
  if (p === 0 || p === 100) return `${p}%`;
  if (p < 0.1 && p > 0) return "<0.1%";
  if (p > 99.9 && p < 100) return ">99.9%";
  const near = Math.abs(p) < 10 || p > 90;
  return `${minus(p.toFixed(near ? 1 : 0))}%`;
}

/** A difference of two shares, in percentage points. */
export function points(value: number): string {
  const p = value * 100;
  const text = Math.abs(p) < 10 ? p.toFixed(1) : p.toFixed(0);
  return signed(Number(text) === 0 ? "0.0" : text);
}

function signed(text: string): string {
  if (text.startsWith("-")) return minus(text);
  return /^0(\.0+)?$/.test(text) ? text : `+${text}`;
}

export function isShare(kind: string): boolean {
  return kind === "ever" || kind === "share_of_time";
}

/** An outcome's value: a share as a percentage, everything else as a number without its unit. */
export function value(x: number | null | undefined, share: boolean): string {
  return share ? percent(x) : number(x);
}

export function difference(x: number | null | undefined, share: boolean): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return "–";
  return share ? points(x) : signed(number(x).replace("−", "-"));
}

/** Two shares that whole percents do not tell apart, with the digits that do: "11.7–12.3%". */
function finer(low: number, high: number): string | null {
  for (let digits = 1; digits <= 3; digits += 1) {
    const a = minus((100 * low).toFixed(digits));
    const b = minus((100 * high).toFixed(digits));
    if (a !== b) return `${a}–${b}%`;
  }
  return null;
}

/** "42–50%", "1.2–1.5". */
export function interval(
  low: number | null | undefined,
  high: number | null | undefined,
  show: (x: number | null | undefined) => string,
): string {
  const a = show(low);
  const b = show(high);
  const same = a.endsWith("%") && b.endsWith("%") && !/[<>]/.test(a);
  // "12–12%" would say that nothing is left open.
  if (same && a === b && typeof low === "number" && typeof high === "number") {
    return finer(low, high) ?? `${a.slice(0, -1)}–${b}`;
  }
  return `${same ? a.slice(0, -1) : a}–${b}`;
}

const UNITS: Record<string, string> = { "1": "", "": "", days: "days", "per year": "a year" };

export function unit(name: string): string {
  return UNITS[name] ?? name;
}

// Made once: each costs more than a thousand dates.
const dayForm = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const monthForm = new Intl.DateTimeFormat(LOCALE, { month: "short", year: "numeric", timeZone: "UTC" });
const timeForm = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });

function written(form: Intl.DateTimeFormat, at: Date, otherwise: string): string {
  return Number.isNaN(at.getTime()) ? otherwise : form.format(at);
}

export function date(iso: string): string {
  return written(dayForm, new Date(`${iso.slice(0, 10)}T00:00:00Z`), iso);
}

export function month(iso: string): string {
  return written(monthForm, new Date(`${iso.slice(0, 10)}T00:00:00Z`), iso);
}

export function time(iso: string): string {
  return written(timeForm, new Date(iso), iso);
}

/** third_party → third party: names of states and events as they read in a sentence. */
export function words(name: string): string {
  return name.replaceAll("_", " ");
}
