/** What stands around every page: where to go, search, and whether the figures are live. At phone width a bar at the bottom. */
import { ActionIcon, Kbd, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconActivity, IconBellRinging, IconBook2, IconGauge, IconHome, IconMoon, IconPlug, IconSchool, IconStack2, IconSearch, IconSun, IconUser, IconUserSearch } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { sessionQuery } from "@/features/access/access.api";
import { WhyHost } from "@/features/slo/WhyHost";
import { useLive, useLiveState } from "@/api/live";
import { clock, duration } from "@/kit/format";
import { useKeys } from "@/kit/keys";
import { useNow } from "@/kit/Time";
import { Tips } from "@/kit/Tips";
import { titleOf } from "./title";
import classes from "./Frame.module.css";

const loadPalette = () => import("./Palette");
const Palette = lazy(() => loadPalette().then((m) => ({ default: m.Palette })));
/** Loaded before it is asked for, so that what is typed right after the key is not taken for keys of the page. */
const paletteAfter = 1500;
const PersonMenu = lazy(() => import("./PersonMenu").then((m) => ({ default: m.PersonMenu })));
const Keys = lazy(() => import("./Keys").then((m) => ({ default: m.Keys })));

/** Where one can go, and the right that a place needs. The last ones are the people half: they stand apart. */
const allPlaces = [
  { to: "/", label: "Overview", icon: IconHome, key: "g o", right: "view", people: false },
  { to: "/slos", label: "SLOs", icon: IconGauge, key: "g s", right: "view", people: false },
  { to: "/portfolio", label: "Portfolio", icon: IconStack2, key: "g b", right: "view", people: false },
  { to: "/sources", label: "Sources", icon: IconPlug, key: "g d", right: "view", people: false },
  { to: "/activity", label: "Activity", icon: IconActivity, key: "g a", right: "view", people: false },
  { to: "/paging", label: "Paging", icon: IconBellRinging, key: "g p", right: "view", people: false },
  { to: "/catalogue", label: "Catalogue", icon: IconBook2, key: "g c", right: "view", people: false },
  { to: "/practise", label: "Practise", icon: IconSchool, key: "g r", right: "practise", people: true },
  { to: "/hire", label: "Hire", icon: IconUserSearch, key: "g h", right: "interview", people: true },
] as const;

const shownKeys: [string, string][] = [
  ["Ctrl K", "Command palette"], ["/", "Search"], ["j  k", "Next and previous row"], ["Enter", "Open the row"],
  ["w", "Why? of the page's main figure"], ["Esc", "Close what is open"], ["Ctrl Z", "Undo in What if; Ctrl Shift Z again"], ...allPlaces.map((p): [string, string] => [p.key, p.label]),
  ["g e", "Exclusions"], ["g t", "Targets"], ["g n", "Write an SLO"], ["Space", "Practise: start or stop the clock; 1 to 4 reveal, s keeps"], ["g ,", "Settings"], ["?", "These keys"],
];

/** Pages of sentences: wider than this their lines fall apart. Pages of figures take all the room there is. */
const textPages = /^\/(activity|paging|catalogue|exclusions|targets|import|settings|sources|practise|hire)/;
/** Pages that are parts of another place. */
const belongs: readonly [RegExp, string][] = [[/^\/(exclusions|editor|targets)/, "/catalogue"], [/^\/import/, "/sources"], [/^\/services\//, "/"], [/^\/match/, "/practise"]];

export function Frame() {
  const navigate = useNavigate();
  const pathname = useLocation({ select: (l) => l.pathname });
  useEffect(() => {
    document.title = titleOf(pathname);
  }, [pathname]);
  const within = belongs.find(([pattern]) => pattern.test(pathname))?.[1];
  const { data: session } = useQuery(sessionQuery);
  const sees = session?.rights.includes("view") ?? false;
  useLive(sees); // who sees nothing of operations has no live figures to wait for
  const places = useMemo(() => allPlaces.filter((p) => session?.rights.includes(p.right)), [session]);
  const [keysOpen, setKeysOpen] = useState(false);
  const [menuWanted, setMenuWanted] = useState(false);
  const [paletteWanted, setPaletteWanted] = useState(0);
  const table = useMemo(() => ({
    "/": () => setPaletteWanted((n) => n + 1),
    "?": () => setKeysOpen(true),
    "g e": () => void navigate({ to: "/exclusions" }),
    "g t": () => void navigate({ to: "/targets" }),
    "g n": () => void navigate({ to: "/editor" }),
    "g ,": () => void navigate({ to: "/settings" }),
    ...Object.fromEntries(places.map((p) => [p.key, () => void navigate({ to: p.to as "/" })])),
  }), [navigate, places]);
  useKeys(table);
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), paletteAfter);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setPaletteWanted((n) => n + 1);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>Skip to the page</a>
      <header className={classes.header}>
        <Link to="/" className={classes.brand} aria-label="Plimsoll, overview">
          <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden><circle cx="16" cy="16" r="9" /><path d="M2 16h28" /></svg>
          <span>Plimsoll</span>
        </Link>
        <nav className={classes.nav} aria-label="Pages" data-many={places.length > 7 || undefined}>
          {places.map((p) => (
            <Link key={p.to} to={p.to as "/"} className={classes.place} data-people={p.people || undefined} data-active={within === p.to || undefined} activeOptions={{ exact: p.to === "/", includeSearch: false }} activeProps={{ "data-active": true, "aria-current": "page" }}>
              <p.icon size={18} className={classes.icon} aria-hidden />
              <span>{p.label}</span>
            </Link>
          ))}
        </nav>
        <div className={classes.right}>
          <UnstyledButton className={classes.search} onClick={() => setPaletteWanted((n) => n + 1)} aria-label="Search and commands">
            <IconSearch size={14} aria-hidden /> <span>Search</span> <Kbd size="xs">/</Kbd>
          </UnstyledButton>
          {sees && <LiveDot />}
          <ThemeSwitch />
          {menuWanted
            ? <Suspense fallback={<PersonButton />}><PersonMenu /></Suspense>
            : <PersonButton onWanted={() => setMenuWanted(true)} />}
        </div>
      </header>
      {sees && <Lost />}
      <main id="main" className={classes.main} data-text={textPages.test(pathname) || undefined} tabIndex={-1}><Outlet /></main>
      {paletteWanted > 0 && <Suspense fallback={null}><Palette wanted={paletteWanted} places={places} /></Suspense>}
      {keysOpen && <Suspense fallback={null}><Keys keys={shownKeys} onClose={() => setKeysOpen(false)} /></Suspense>}
      <WhyHost />
      <Tips />
    </div>
  );
}

const brieflyLost = 10_000;
/** Live, or since when not: figures without an age would lie. */
function LiveDot() {
  const { word, since } = useLiveState();
  const now = useNow();
  // A stream that is made again within seconds is nothing to be told about.
  const brief = word === "connecting" || (since !== null && word !== "live" && now - since < brieflyLost);
  const text = word === "live" ? "live" : brief ? "connecting" : `not live${since ? ` for ${duration(now - since)}` : ""}`;
  const hint = word === "live" ? "Figures on this page change as they move"
    : word === "connecting" ? "The live connection is being made"
    : "The live connection is lost and is being made again. Figures keep the age that they show.";
  return (
    <span className={classes.live} data-state={brief ? "connecting" : word} role="status" data-tip={hint}>
      <svg width="8" height="8" aria-hidden><circle cx="4" cy="4" r="3" /></svg>
      <span>{text}</span>
    </span>
  );
}

/** A short break is the dot's business. A longer one is said where it cannot be overlooked: every figure is as old as it says. */
const worthSaying = 30_000;
function Lost() {
  const { word, since } = useLiveState();
  const now = useNow();
  const queries = useQueryClient();
  const gap = since === null ? 0 : now - since;
  const shown = (word === "reconnecting" || word === "off") && since !== null && gap >= worthSaying;
  return (
    <div role="status">
      {shown && (
        <div className={classes.lost}>
          <strong aria-live="off">Figures are {duration(gap < 60_000 ? gap : Math.trunc(gap / 60_000) * 60_000)} old</strong>
          <span>Nothing was heard from the server since {clock(since)} UTC. It is being tried again; the page goes on by itself.</span>
          <button type="button" onClick={() => void queries.invalidateQueries()}>Read again now</button>
        </div>
      )}
    </div>
  );
}

function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === "dark" || (colorScheme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={dark ? "Light theme" : "Dark theme"} onClick={() => setColorScheme(dark ? "light" : "dark")}>
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

/** Stands where the menu will: the menu itself is loaded when it is first wanted. */
function PersonButton({ onWanted }: { onWanted?: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label="You" aria-haspopup="menu" onClick={onWanted}><IconUser size={18} /></ActionIcon>
  );
}
