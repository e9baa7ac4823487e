/** Settings: who you are, who else may come in, and how this server itself is. The section is in the path. */
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ComponentType } from "react";
import { useRight } from "@/features/access/rights";
import { Empty, Loading } from "@/kit/states";
import { sectionOf, sections, type Section } from "./settings.url";
import classes from "./Settings.module.css";

const pages: Record<Section, { label: string; page: ComponentType }> = {
  profile: { label: "Profile", page: lazy(() => import("./Profile").then((m) => ({ default: m.Profile }))) },
  people: { label: "People", page: lazy(() => import("./People").then((m) => ({ default: m.People }))) },
  tokens: { label: "Tokens", page: lazy(() => import("./Tokens").then((m) => ({ default: m.Tokens }))) },
  sessions: { label: "Sessions", page: lazy(() => import("./Sessions").then((m) => ({ default: m.Sessions }))) },
  server: { label: "This server", page: lazy(() => import("./Server").then((m) => ({ default: m.Server }))) },
};

export function Settings() {
  const { section: asked } = useParams({ from: "/inside/settings/$section" });
  const section = sectionOf(asked);
  const Page = section ? pages[section].page : null;
  const sees = useRight("view");
  const shown = sections.filter((each) => sees || each === "profile" || each === "sessions");
  return (
    <>
      <div className="page-head"><h1>Settings</h1></div>
      <div className={classes.layout}>
        <nav className={classes.nav} aria-label="Sections of the settings">
          {shown.map((each) => (
            <Link key={each} to="/settings/$section" params={{ section: each }} className={classes.place} data-current={each === section || undefined} aria-current={each === section ? "page" : undefined}>
              {pages[each].label}
            </Link>
          ))}
        </nav>
        <div className={classes.content}>
          {Page ? <Suspense fallback={<Loading rows={5} />}><Page /></Suspense> : <Empty title="There is no such section">The settings hold {sections.join(", ")}.</Empty>}
        </div>
      </div>
    </>
  );
}
