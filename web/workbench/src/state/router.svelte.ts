// The address bar names the room and the thing in it: #/futures, #/claims/hedging. Back and
// forward work, and a reload comes back to the same place.
import { isRoom, type RoomName } from "../rooms/names";

export interface Place {
  room: RoomName;
  thing: string;
}

export function parseHash(hash: string): Place {
  const [, room = "", ...rest] = hash.split("/");
  let thing = rest.join("/");
  try {
    thing = decodeURIComponent(thing);
  } catch {
    // A name typed by hand with a stray %: taken as it is.
  }
  return { room: isRoom(room) ? room : "futures", thing };
}

export function hashOf(room: RoomName, thing = ""): string {
  return thing ? `#/${room}/${encodeURIComponent(thing)}` : `#/${room}`;
}

class Router {
  place = $state<Place>(parseHash(location.hash));

  constructor() {
    window.addEventListener("hashchange", () => {
      this.place = parseHash(location.hash);
    });
  }

  go(room: RoomName, thing = ""): void {
    const hash = hashOf(room, thing);
    if (location.hash !== hash) location.hash = hash;
  }
}

export const router = new Router();
