// The horizon is a line of the model's text, `time from DATE to DATE`: changing it in the page
// changes that line, so that text and page never disagree.
const TIME = /^(time\s+from\s+)(\d{4}-\d{2}-\d{2})(\s+to\s+)(\d{4}-\d{2}-\d{2})/m;

export interface Horizon {
  from: string;
  to: string;
}

export function findHorizon(text: string): Horizon | null {
  const found = TIME.exec(text);
  return found ? { from: found[2] ?? "", to: found[4] ?? "" } : null;
}

export function withHorizonEnd(text: string, to: string): string {
  return text.replace(TIME, (_, head: string, from: string, middle: string) => head + from + middle + to);
}
