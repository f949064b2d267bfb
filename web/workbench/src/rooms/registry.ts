// Which component draws which room. Each is fetched when it is first entered; a room keeps to its
// own folder.
import type { Component } from "svelte";
import type { RoomName } from "./names";

export const loaders: Record<RoomName, () => Promise<{ default: Component }>> = {
  map: () => import("./map/Room.svelte"),
  text: () => import("./text/Room.svelte"),
  futures: () => import("./futures/Room.svelte"),
  levers: () => import("./levers/Room.svelte"),
  why: () => import("./why/Room.svelte"),
  claims: () => import("./claims/Room.svelte"),
  record: () => import("./record/Room.svelte"),
  report: () => import("./report/Room.svelte"),
};
