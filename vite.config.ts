import { resolve } from "node:path";
import { defineConfig } from "vite";

const page = (name: string) => resolve(import.meta.dirname, `static/src/pages/${name}.ts`);

/** Every built file has a hash in its name and may be kept; the manifest tells the server which an entry needs. */
export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    license: { fileName: "licenses.md" },
    target: "es2023",
    modulePreload: { polyfill: false },
    // The pages' content security policy has no place for scripts or fonts in data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { explorer: page("explorer"), embed: page("embed") } },
  },
});
