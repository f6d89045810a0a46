import { resolve } from "node:path";
import { defineConfig } from "vite";

const entries = ["app", "chart", "command", "gantt", "intake", "projects", "screen", "timetable", "wallchart"];

// The Gantt library brings a font from the network and one for icons; we use those of the system.
const noFonts = {
  name: "no-fonts",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("dhtmlxgantt.css")) return null;
    return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ""), map: null };
  },
};

export default defineConfig({
  plugins: [noFonts],
  root: import.meta.dirname,
  base: "./", // files name each other relatively, so any static address works
  publicDir: "public",
  build: {
    outDir: "../guatu/web/static/dist",
    emptyOutDir: true,
    manifest: true,
    target: ["chrome100", "edge100", "firefox100", "safari15.4"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      checks: { eval: false }, // htmx holds one behind allowEval, which is off
      input: entries.map((name) => resolve(import.meta.dirname, `src/${name}.js`)),
    },
  },
  css: {
    preprocessorOptions: { scss: { loadPaths: [resolve(import.meta.dirname, "node_modules")] } },
  },
});
