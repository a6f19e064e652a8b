import { defineConfig } from "vite";

// One classic script and one style sheet, which crates/oddwalk-report puts into its page.
export default defineConfig({
  build: {
    lib: { entry: "src/main.ts", name: "oddwalk", formats: ["iife"], fileName: () => "timeline.js", cssFileName: "timeline" },
  },
});
