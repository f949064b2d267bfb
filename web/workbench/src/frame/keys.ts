// Keys that work everywhere. Alt+digit also while typing; single characters only outside fields.
import { ROOMS, type RoomName } from "../rooms/names";

export interface KeyActions {
  room(name: RoomName): void;
  help(): void;
  find(): void;
  notes(): void;
  runs(): void;
  rerun(): void;
  pin(): void;
  filter(): boolean;
  cancel(): boolean;
}

export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "range", "button"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

export function handleKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    // `code`, because Alt+digit types other characters on some keyboards.
    const digit = /^(?:Digit|Numpad)([1-8])$/.exec(event.code)?.[1];
    const room = digit && ROOMS[Number(digit) - 1];
    if (room) return done(event, () => actions.room(room));
    if (event.code === "KeyR") return done(event, actions.rerun);
    if (event.code === "KeyP") return done(event, actions.pin);
    if (event.code === "KeyK") return done(event, actions.runs);
    if (event.code === "KeyN") return done(event, actions.notes);
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
    return done(event, actions.find);
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "?") return done(event, actions.help);
  if (event.key === "/" && actions.filter()) event.preventDefault();
  if (event.key === "Escape" && !document.querySelector("dialog[open]") && actions.cancel()) {
    event.preventDefault();
  }
}

function done(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  action();
}
