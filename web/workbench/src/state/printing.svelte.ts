// While the browser prints, the page shows what it otherwise draws only when it is looked at.
import { flushSync } from "svelte";

class Printing {
  now = $state(false);

  constructor() {
    // The browser takes its picture as soon as the listeners return.
    window.addEventListener("beforeprint", () => flushSync(() => (this.now = true)));
    window.addEventListener("afterprint", () => (this.now = false));
  }
}

export const printing = new Printing();
