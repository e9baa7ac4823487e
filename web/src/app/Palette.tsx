/** The command palette: every page, service, SLO and command by a few letters of its name. */
import { useMantineColorScheme } from "@mantine/core";
import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData, type SpotlightFilterFunction } from "@mantine/spotlight";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { overviewQuery } from "@/features/overview/overview.api";
import { sections } from "@/features/settings/settings.url";
import { slosQuery } from "@/features/slo/slo.api";
import { fits, rank } from "./palette.match";
import classes from "./Palette.module.css";

type Place = { to: "/" | "/slos" | "/activity" | "/paging" | "/catalogue"; label: string };

const filter: SpotlightFilterFunction = (query, entries) =>
  entries.flatMap<SpotlightActionData | SpotlightActionGroupData>((entry) => {
    if (!("actions" in entry)) return fits(entry, query) ? [entry] : [];
    const actions = entry.actions.filter((action) => fits(action, query)).sort((a, b) => rank(a, query) - rank(b, query));
    return actions.length > 0 ? [{ ...entry, actions }] : [];
  });

/** `wanted` grows by one whenever the palette is asked for. */
export function Palette({ wanted, places }: { wanted: number; places: readonly Place[] }) {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const { data: overview } = useQuery({ ...overviewQuery, enabled: wanted > 0 });
  const { data: slos } = useQuery({ ...slosQuery({}), enabled: wanted > 0 });
  useEffect(() => {
    if (wanted > 0) spotlight.open();
  }, [wanted]);
  const settings = (section: (typeof sections)[number], search: { form?: "new" } = {}) => () => void navigate({ to: "/settings/$section", params: { section }, search });
  const pages: SpotlightActionData[] = [
    ...places.map((p) => ({ id: p.to, label: p.label, onClick: () => void navigate({ to: p.to }) })),
    ...sections.map((section) => ({ id: `settings ${section}`, label: `Settings: ${section}`, onClick: settings(section) })),
  ];
  const commands: SpotlightActionData[] = [
    { id: "burning", label: "Show what burns", keywords: "alerts firing", onClick: () => void navigate({ to: "/", search: { state: "burning" } }) },
    { id: "invite", label: "Invite somebody", keywords: "person user", onClick: settings("people", { form: "new" }) },
    { id: "token", label: "Make a token", keywords: "api secret prometheus", onClick: settings("tokens", { form: "new" }) },
    { id: "light", label: "Light theme", keywords: "colours", onClick: () => setColorScheme("light") },
    { id: "dark", label: "Dark theme", keywords: "colours", onClick: () => setColorScheme("dark") },
    { id: "auto", label: "Theme as the system", keywords: "colours auto", onClick: () => setColorScheme("auto") },
  ];
  const groups: SpotlightActionGroupData[] = [
    { group: "Pages", actions: pages },
    {
      group: "Services",
      actions: (overview?.services ?? []).map((s) => ({
        id: `service ${s.name}`, label: s.display_name || s.name, description: [s.name, s.tier, s.owner].filter(Boolean).join(" · "),
        onClick: () => void navigate({ to: "/services/$name", params: { name: s.name } }),
      })),
    },
    {
      group: "SLOs",
      actions: (slos?.items ?? []).map((s) => ({
        id: `slo ${s.name}`, label: s.display_name || s.name, description: `${s.name} · ${s.service} · ${s.objective}`,
        onClick: () => void navigate({ to: "/slos/$name", params: { name: s.name } }),
      })),
    },
    { group: "Commands", actions: commands },
  ];
  return (
    <Spotlight actions={groups} filter={filter} shortcut={null} limit={40} highlightQuery nothingFound="Nothing has that name" scrollable maxHeight={440}
      classNames={{ content: classes.content ?? "", action: classes.action ?? "", actionsGroup: classes.group ?? "", actionDescription: classes.description ?? "" }} attributes={{ content: { "aria-label": "Search and commands" } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }} transitionProps={{ duration: 80 }} lockScroll={false}
      searchProps={{ leftSection: <IconSearch size={16} />, placeholder: "Service, SLO, page or command", "aria-label": "Search" }} />
  );
}
