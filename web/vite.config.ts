import { defineConfig } from "vite";

// ECharts is under the Apache licence, whose notice goes where the code goes.
const notice = `/*! oddwalk's report page. Contains Apache ECharts and ZRender.
Apache ECharts: Copyright 2017-2026 The Apache Software Foundation. This product includes software developed at
The Apache Software Foundation (https://www.apache.org/). Licensed under the Apache License, Version 2.0.
ZRender: BSD 3-Clause License, Copyright (c) 2017, Baidu Inc. All rights reserved. */`;

export default defineConfig({
  build: {
    lib: {
      entry: "src/main.ts",
      formats: ["iife"],
      name: "oddwalkReport",
      fileName: () => "timeline.js",
      cssFileName: "timeline",
    },
    rolldownOptions: { output: { postBanner: notice } },
    minify: true,
    target: "es2022",
    chunkSizeWarningLimit: 2000,
  },
  define: { "process.env.NODE_ENV": '"production"' },
});
