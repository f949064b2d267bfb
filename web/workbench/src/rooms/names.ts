// The eight rooms, in the order of the navigation and of Alt+1 … Alt+8.
export const ROOMS = [
  "map",
  "text",
  "futures",
  "levers",
  "why",
  "claims",
  "record",
  "report",
] as const;

export type RoomName = (typeof ROOMS)[number];

export function isRoom(name: string): name is RoomName {
  return (ROOMS as readonly string[]).includes(name);
}
