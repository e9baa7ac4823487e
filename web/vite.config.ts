import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { theme } from "./src/app/theme";

/**
 * Mantine would write the theme's variables into a <style> element at run time, which `style-src 'self'` forbids. They
 * are constants, so they become a style sheet when the page is built.
 */
function themeStyles(): Plugin {
  const id = "virtual:theme.css";
  return {
    name: "theme-styles",
    resolveId: (wanted) => (wanted === id ? `\0${id}` : null),
    load: (wanted) =>
      wanted === `\0${id}`
        ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)), ":root")
        : null,
  };
}

export default defineConfig({
  plugins: [react(), themeStyles()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
  worker: { format: "es" },
  server: {
    port: Number(process.env.PORT ?? 5173),
    strictPort: true,
    // The Host header stays this page's own: the server refuses changes whose origin is another.
    proxy: { "/api": { target: process.env.PLIMSOLL_SERVER ?? "http://127.0.0.1:7546", changeOrigin: false } },
  },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node" },
} as Parameters<typeof defineConfig>[0]);
