import type { MantineColorsTuple, MantineThemeOverride } from "@mantine/core";

/** Deep sea blue: the one colour of what can be clicked. */
const sea: MantineColorsTuple = [
  "#eaf4fb", "#d3e6f3", "#a6cce6", "#75b0d9", "#4f98ce", "#3888c7", "#2878b8", "#1a69a6", "#0f4c75", "#0a3656",
];
/** Neutral greys of the dark theme, a little blue: designed, not inverted. */
const dark: MantineColorsTuple = [
  "#d5dae0", "#b3bbc5", "#8d97a4", "#626d7b", "#3a4654", "#2a3440", "#1a222b", "#161d25", "#11171d", "#0c1116",
];

/** Plain data: vite.config.ts turns it into a style sheet too, so it must not import what needs a browser. */
export const theme: MantineThemeOverride = {
  primaryColor: "sea",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { sea, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: "20px" }, h2: { fontSize: "16px" }, h3: { fontSize: "14px" } } },
  defaultRadius: "4px",
  cursorType: "pointer",
};
