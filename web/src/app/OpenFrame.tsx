/** What stands around the pages that are open to everybody, for who is not signed in: where to go, and the way in. */
import { ActionIcon, Anchor, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSchool, IconFileSearch, IconSun } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { sessionQuery } from "@/features/access/access.api";
import { Tips } from "@/kit/Tips";
import { titleOf } from "./title";
import classes from "./Frame.module.css";

const places = [
  { to: "/practise", open: "practise", label: "Practise", icon: IconSchool },
  { to: "/match", open: "match", label: "Match", icon: IconFileSearch },
] as const;

export function OpenFrame() {
  const pathname = useLocation({ select: (l) => l.pathname });
  const { data: session } = useQuery(sessionQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === "dark" || (colorScheme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    document.title = titleOf(pathname);
  }, [pathname]);
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>Skip to the page</a>
      <header className={classes.header}>
        <span className={classes.brand}>
          <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden><circle cx="16" cy="16" r="9" /><path d="M2 16h28" /></svg>
          <span>Plimsoll</span>
        </span>
        <nav className={classes.nav} aria-label="Pages">
          {places.filter((p) => session?.open.includes(p.open)).map((p) => (
            <Link key={p.to} to={p.to as "/"} className={classes.place} activeOptions={{ includeSearch: false }} activeProps={{ "data-active": true, "aria-current": "page" }}>
              <p.icon size={18} className={classes.icon} aria-hidden />
              {p.label}
            </Link>
          ))}
        </nav>
        <div className={classes.right}>
          <ActionIcon variant="subtle" color="gray" aria-label={dark ? "Light theme" : "Dark theme"} onClick={() => setColorScheme(dark ? "light" : "dark")}>
            {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
          </ActionIcon>
          <Anchor component={Link} to="/sign-in" search={{ to: pathname } as never} size="sm">Sign in</Anchor>
        </div>
      </header>
      <main id="main" className={classes.main} data-text tabIndex={-1}><Outlet /></main>
      <Tips />
    </div>
  );
}
