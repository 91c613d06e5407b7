import { resolve } from "node:path";
import { defineConfig } from "vite";

const page = (name: string) => resolve(import.meta.dirname, `static/src/pages/${name}.ts`);

/** Pages' entries keep their names, so that templates can name them; everything they share is hashed. */
export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { explorer: page("explorer"), embed: page("embed") },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith(".css")) ? "[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
