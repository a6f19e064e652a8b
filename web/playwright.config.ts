import { existsSync } from "node:fs";

import { defineConfig } from "@playwright/test";

const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export default defineConfig({
  testDir: "tests/browser",
  globalSetup: "./tests/browser/setup.ts",
  outputDir: "../target/browser-tests/results",
  snapshotPathTemplate: "tests/browser/images/{arg}{ext}",
  workers: 1,
  timeout: 60_000,
  expect: {
    timeout: 15_000,
    // Text is drawn a little differently by each version of the browser.
    toHaveScreenshot: { maxDiffPixelRatio: 0.01, threshold: 0.3, animations: "disabled" },
  },
  reporter: [["list"], ...junit()],
  use: {
    viewport: { width: 1440, height: 1200 },
    colorScheme: "light",
    timezoneId: "Asia/Tokyo",
    acceptDownloads: true,
    trace: "off",
    launchOptions: {
      executablePath: process.env["ODDWALK_CHROMIUM"] ?? browsers.find(existsSync) ?? "chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

function junit(): [string, object][] {
  const outputFile = process.env["ODDWALK_JUNIT"];
  return outputFile ? [["junit", { outputFile }]] : [];
}
