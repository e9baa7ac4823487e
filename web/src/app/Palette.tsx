/** The command palette: every page, service, SLO and command by a few letters of its name. */
import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { overviewQuery } from "@/features/overview/overview.api";
import { slosQuery } from "@/features/slo/slo.api";

type Place = { to: "/" | "/slos" | "/activity" | "/paging" | "/catalogue"; label: string };

/** `wanted` grows by one whenever the palette is asked for. */
export function Palette({ wanted, places }: { wanted: number; places: readonly Place[] }) {
  const navigate = useNavigate();
  const { data: overview } = useQuery({ ...overviewQuery, enabled: wanted > 0 });
  const { data: slos } = useQuery({ ...slosQuery({}), enabled: wanted > 0 });
  useEffect(() => {
    if (wanted > 0) spotlight.open();
  }, [wanted]);
  const pages: SpotlightActionData[] = [
    ...places.map((p) => ({ id: p.to, label: p.label, onClick: () => void navigate({ to: p.to }) })),
    ...(["profile", "people", "tokens", "sessions", "server"] as const).map((section) => ({
      id: `settings ${section}`, label: `Settings: ${section}`, onClick: () => void navigate({ to: "/settings/$section", params: { section } }),
    })),
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
  ];
  return (
    <Spotlight actions={groups} shortcut={null} limit={30} highlightQuery nothingFound="Nothing has that name" scrollable maxHeight={420}
      transitionProps={{ duration: 80 }} lockScroll={false} searchProps={{ leftSection: <IconSearch size={16} />, placeholder: "A service, an SLO, a page…", "aria-label": "Search" }} />
  );
}
