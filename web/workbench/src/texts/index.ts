// Every text of the page, in one place: those of the frame here, those of each room in a file of its own.
// Functions where a number or a name goes in.
import { count } from "../lib/format";
import { claims } from "./claims";
import { futures } from "./futures";
import { levers } from "./levers";
import { map } from "./map";
import { record } from "./record";
import { report } from "./report";
import { runs } from "./runs";
import { text } from "./text";
import { why } from "./why";

export const texts = {
  name: "Entente",
  subtitle: "The workbench",
  skip: "Skip to the room",
  loading: "Loading…",
  noModel: "The model has errors; the last good numbers stay until it has none.",
  noNumbers: "The model has errors; numbers come when it has none.",
  seeText: "Open the text",
  close: "Close",
  cancel: "Cancel",
  retry: "Try again",
  reset: "Reset",
  copy: "Copy",
  filter: "Filter",
  clear: "Clear",
  none: "none",
  and: "and",

  rooms: {
    map: { title: "Map", about: "The system as a graph" },
    text: { title: "Text", about: "The model as it is written" },
    futures: { title: "Futures", about: "What may happen, and how likely" },
    levers: { title: "Levers", about: "Policies, scenarios, parameters: what each changes" },
    why: { title: "Why", about: "Causes, and single worlds replayed" },
    claims: { title: "Claims", about: "Which of the authors' claims hold" },
    record: { title: "Record", about: "What really happened, and how well the model saw it coming" },
    report: { title: "Report", about: "One file to keep and to share" },
  },

  top: {
    project: "Project",
    settings: "Settings of the run",
    worlds: "Worlds",
    seed: "Seed",
    horizon: "Horizon",
    horizonHelp: "Changes the line `time from … to …` of the model",
    theme: "Theme",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    help: "Keyboard help",
    newLuck: "Other luck: next seed",
  },

  projects: {
    title: "Projects",
    about: "A project is your own copy of a model's files. It is kept on this machine.",
    fresh: "New project from",
    create: "Create",
    example: "a small example to start from",
    copyOf: (name: string) => `a copy of ${name}`,
    copyAbout: "The copy takes the texts as they are saved and the imported events along. Notes and kept runs stay here.",
    download: "Save all texts as a ZIP archive",
    unsavedLeft: "Some text is not saved yet, so that the archive would lack it",
    open: "Open",
    rename: "Rename",
    remove: "Delete",
    sure: (name: string) => `Delete “${name}” with its texts, runs and notes?`,
    madeFrom: (model: string) => `from ${model}`,
    changed: (date: string) => `changed ${date}`,
    present: "open now",
    name: "Name",
  },

  status: {
    worlds: (done: number, wanted: number) =>
      done === wanted ? `${count(done)} worlds` : `${count(done)} of ${count(wanted)} worlds`,
    seed: (seed: number) => `seed ${seed}`,
    failed: (failed: number) => `${count(failed)} failed`,
    running: "Running",
    left: (seconds: number) => (seconds < 1 ? "under a second left" : `${Math.ceil(seconds)} s left`),
    done: "Up to date",
    stale: "Waiting for new numbers",
    stopped: "Stopped",
    failedRun: "No new numbers",
    saved: "Saved",
    saving: "Saving…",
    unsaved: "Unsaved",
    unsavedKept: "Unsaved: kept in this browser",
    notKept: "Unsaved, and this browser has no room to keep it",
    errors: (n: number) => (n === 1 ? "1 error" : `${count(n)} errors`),
    warnings: (n: number) => (n === 1 ? "1 warning" : `${count(n)} warnings`),
    first: (milliseconds: number) => `first numbers after ${Math.round(milliseconds)} ms`,
  },

  charts: {
    save: (title: string) => `Save the chart “${title}”`,
    saveShort: "Save the chart",
    notDrawn: "the chart is not drawn yet",
    kinds: { svg: "SVG", png: "PNG", csv: "Numbers (CSV)" },
  },

  print: {
    written: "none, the model as written",
    levers: (n: string, which: string) => `Levers (${n}): ${which}`,
    versus: (which: string) => `B: ${which}`,
  },

  jobs: {
    live: "Futures",
    explain: "Causes",
    story: "One world",
    without: "The same world without it",
    claims: "Claims",
    import: "Import",
    filter: "Surprises",
    fit: "Learned",
    hindcast: "Hindcast",
    report: "Report",
  },

  question: {
    stale: "Of another text, other levers or another seed than now.",
    again: "Run again",
    took: (seconds: number) => `took ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`,
    worlds: "Worlds",
    waiting: "Waiting for the answer",
  },

  problem: {
    title: "Something went wrong",
    details: "Details",
    where: (file: string, line: number) => `${file}:${line}`,
  },

  find: {
    title: "Find in the model",
    label: "Name or title of anything that the model declares",
  },

  notes: {
    title: "Notes",
    about: (place: string) => `A note about this place (${place})`,
    add: "Add the note",
    none: "No notes yet.",
    remove: (text: string) => `Delete the note “${text.slice(0, 40)}”`,
  },

  runs,

  help: {
    title: "Keyboard",
    keys: [
      ["Alt+1 … Alt+8", "the eight rooms: Map, Text, Futures, Levers, Why, Claims, Record, Report"],
      ["?", "this help"],
      ["/", "filter what is in view"],
      ["Ctrl+K", "find anything in the model and go to its text"],
      ["Alt+N", "notes of the project"],
      ["Alt+K", "kept runs of the project"],
      ["Esc", "close a dialog, leave a field, cancel what runs"],
      ["Alt+R", "run again"],
      ["Alt+P", "pin the present levers as B"],
      ["Tab", "next control; the focus is always visible"],
      ["Arrow keys", "move a slider; Page Up and Page Down by larger steps"],
      ["F12", "Text: go to the definition"],
      ["Ctrl+Space", "Text: what could stand here"],
      ["Ctrl+S", "Text: save now"],
      ["Shift+Alt+F", "Text: set the file in its usual layout"],
      ["Shift+F12", "Text: all places of a name"],
      ["F2", "Text: rename everywhere"],
      ["F8", "Text: next message"],
    ] as [string, string][],
  },

  text,
  futures,
  levers,
  map,
  why,
  claims,
  record,
  report,

};
