/** Colours for what draws on a canvas: the same variables as the style sheets', read again when the theme changes. */
import { useMemo, useSyncExternalStore } from "react";

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-mantine-color-scheme"] });
  return () => observer.disconnect();
}
const scheme = (): string => document.documentElement.dataset.mantineColorScheme ?? "";

export type Colours = (variable: string) => string;

/** `colours("--border")`. The function is a new one whenever the theme changed: use it as a dependency. */
export function useColours(): Colours {
  const current = useSyncExternalStore(watch, scheme);
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement);
    // The scheme is what the answer depends on, although only the document knows it.
    void current;
    return (variable: string) => style.getPropertyValue(variable).trim();
  }, [current]);
}
