// Where the editor should go next: other rooms point at a place in the text, the Text room goes
// there. Lines are from 1, as the compiler counts them.
import { router } from "../../state/router.svelte";

export interface TextPlace {
  file: string;
  line: number;
  column: number;
  /** Rises with every request, so that the same place can be asked for twice. */
  turn: number;
}

class Places {
  wanted = $state.raw<TextPlace | null>(null);
}

export const places = new Places();

export function showText(file: string, line: number, column = 1): void {
  places.wanted = { file, line, column, turn: (places.wanted?.turn ?? 0) + 1 };
  router.go("text", file);
}
