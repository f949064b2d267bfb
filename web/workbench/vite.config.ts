import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// `entente serve` during development (ENTENTE_SERVER), or mock/server.mjs, which listens there too.
const server = process.env["ENTENTE_SERVER"] ?? "http://127.0.0.1:8765";

export default defineConfig({
  plugins: [svelte()],
  // The page may stand under any path, and nothing is fetched from elsewhere.
  base: "./",
  build: {
    // A build driven by CMake writes outside the source tree.
    outDir: process.env["ENTENTE_WORKBENCH_OUT"] ?? "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
        // Few files: the page, the charts, the editor, the graph.
        manualChunks(id: string): string | undefined {
          if (!id.includes("node_modules")) return undefined;
          if (/node_modules\/(@codemirror|@lezer|style-mod|w3c-keyname|crelt)/.test(id)) return "editor";
          if (/node_modules\/(cytoscape|cose-base|layout-base)/.test(id)) return "graph";
          if (/node_modules\/(svelte|esm-env|clsx)/.test(id)) return undefined;
          return "charts";
        },
      },
    },
  },
  server: {
    proxy: { "/api": { target: server, changeOrigin: true, headers: { origin: server } } },
  },
  test: { environment: "jsdom", include: ["tests/**/*.test.ts"] },
});
