/** The command palette: every page, service, SLO and command by a few letters of its name. */
import { CloseButton, useMantineColorScheme } from "@mantine/core";
import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData, type SpotlightFilterFunction } from "@mantine/spotlight";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import "@mantine/spotlight/styles.css";
import { IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRight } from "@/features/access/rights";
import { overviewQuery } from "@/features/overview/overview.api";
import { channelsQuery, testChannel } from "@/features/paging/paging.api";
import { sections } from "@/features/settings/settings.url";
import { slosQuery } from "@/features/slo/slo.api";
import { encodeWhy } from "@/features/slo/why.url";
import { ErrorNote } from "@/kit/states";
import { fits, rank } from "./palette.match";
import { recent, remember } from "./palette.recent";
import classes from "./Palette.module.css";

type Place = { to: "/" | "/slos" | "/portfolio" | "/sources" | "/activity" | "/paging" | "/catalogue" | "/practise" | "/hire"; label: string };

const practising = [
  ["/practise/questions", "Practise: questions", "interview bank drill clock"], ["/practise/stories", "Practise: stories", "context problem action result learning"],
  ["/practise/figures", "Practise: figures", "metric defence claim baseline resume"], ["/practise/asks", "Practise: ask back", "employer closing questions"],
  ["/match", "Match: a resume beside a job", "labels skills evidence gaps advice"],
] as const;

/** Groups that would bury the others: they come once something is typed. */
const onlyAsked: ReadonlySet<string> = new Set(["Settings", "Why?", "Try on the past"]);

const filter: SpotlightFilterFunction = (query, entries) =>
  entries.flatMap<SpotlightActionData | SpotlightActionGroupData>((entry) => {
    if (!("actions" in entry)) return fits(entry, query) ? [entry] : [];
    if (query.trim() === "" ? onlyAsked.has(entry.group) : entry.group === "Recent") return [];
    const actions = entry.actions.filter((action) => fits(action, query)).sort((a, b) => rank(a, query) - rank(b, query));
    return actions.length > 0 ? [{ ...entry, actions }] : [];
  });

const run = (action: SpotlightActionData): NonNullable<SpotlightActionData["onClick"]> => (event) => {
  remember((action.id ?? "").replace(/^recent /, ""));
  action.onClick?.(event);
};

/** `wanted` grows by one whenever the palette is asked for. */
export function Palette({ wanted, places }: { wanted: number; places: readonly Place[] }) {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const { data: overview } = useQuery({ ...overviewQuery, enabled: wanted > 0 });
  const { data: slos } = useQuery({ ...slosQuery({}), enabled: wanted > 0 });
  useEffect(() => {
    if (wanted > 0) spotlight.open();
  }, [wanted]);
  const canRespond = useRight("respond");
  const { data: channels } = useQuery({ ...channelsQuery, enabled: wanted > 0 && canRespond });
  const test = useMutation({ mutationFn: testChannel, onSuccess: (page) => navigate({ to: "/paging", search: { tab: "channels", test: page.page } }) });
  const settings = (section: (typeof sections)[number], search: { form?: "new" } = {}) => () => void navigate({ to: "/settings/$section", params: { section }, search });
  const pages: SpotlightActionData[] = [
    ...places.map((p) => ({ id: p.to, label: p.label, onClick: () => void navigate({ to: p.to as "/" }) })),
    ...(places.some((p) => p.to === "/practise") ? practising.map(([to, label, keywords]) => ({ id: to, label, keywords, onClick: () => void navigate({ to: to as "/" }) })) : []),
    { id: "exclusions", label: "Exclusions", keywords: "maintenance corrections annotations", onClick: () => void navigate({ to: "/exclusions" }) },
    { id: "targets", label: "Targets", keywords: "objectives proposals reviews approve promise", onClick: () => void navigate({ to: "/targets" }) },
    { id: "gate", label: "Release gate", keywords: "freeze policy decisions", onClick: () => void navigate({ to: "/portfolio", search: { tab: "gate" } }) },
    { id: "slas", label: "SLAs", keywords: "contracts credits customers", onClick: () => void navigate({ to: "/portfolio", search: { tab: "slas" } }) },
    { id: "import", label: "Bring definitions along", keywords: "import sloth pyrra openslo nobl9 grafana migrate", onClick: () => void navigate({ to: "/import" }) },
    { id: "settings", label: "Settings", onClick: () => void navigate({ to: "/settings" }) },
  ];
  const commands: SpotlightActionData[] = [
    { id: "burning", label: "Show what burns", keywords: "alerts firing", onClick: () => void navigate({ to: "/", search: { state: "burning" } }) },
    ...(canRespond ? [
      { id: "silence", label: "Silence an alert, SLO or service", keywords: "mute maintenance", onClick: () => void navigate({ to: "/paging", search: { tab: "silences", silence: "new" } }) },
      ...(channels?.items ?? []).map((c) => ({ id: `test ${c.name}`, label: `Send a test to ${c.name}`, description: `channel, ${c.type}`, keywords: "test channel page", onClick: () => test.mutate(c.name) })),
    ] : []),
    { id: "write", label: "Write an SLO", keywords: "editor new slo yaml template", onClick: () => void navigate({ to: "/editor" }) },
    { id: "connect", label: "Connect a source", keywords: "remote write prometheus otlp scrape log probe telemetry", onClick: () => void navigate({ to: "/sources", search: { tab: "connect" } }) },
    { id: "compare", label: "Compare two SLOs", keywords: "beside difference", onClick: () => void navigate({ to: "/slos/compare" }) },
    { id: "exclude", label: "Leave time out", keywords: "maintenance exclusion correction planned", onClick: () => void navigate({ to: "/exclusions", search: { form: "maintenance" } }) },
    { id: "annotate", label: "Annotate", keywords: "deploy incident note mark", onClick: () => void navigate({ to: "/exclusions", search: { form: "annotation" } }) },
    { id: "downtime", label: "How much downtime does an objective allow?", keywords: "nines calculator", onClick: () => void navigate({ to: "/portfolio", search: { tab: "downtime" } }) },
    { id: "preview", label: "Try a catalogue change", keywords: "preview what would this change do", onClick: () => void navigate({ to: "/catalogue", search: { tab: "preview" } }) },
    { id: "invite", label: "Invite somebody", keywords: "person user", onClick: settings("people", { form: "new" }) },
    { id: "token", label: "Make a token", keywords: "api secret prometheus", onClick: settings("tokens", { form: "new" }) },
    { id: "light", label: "Light theme", keywords: "colours", onClick: () => setColorScheme("light") },
    { id: "dark", label: "Dark theme", keywords: "colours", onClick: () => setColorScheme("dark") },
    { id: "auto", label: "Theme as the system", keywords: "colours auto", onClick: () => setColorScheme("auto") },
  ];
  const groups: SpotlightActionGroupData[] = [
    {
      group: "Open alerts",
      actions: (overview?.burning ?? []).map((b) => ({
        id: `alert ${b.alert}`, label: `${b.slo}: ${b.rule}`, description: `${b.severity}, ${b.state}`, keywords: "acknowledge alert fires",
        onClick: () => void navigate({ to: "/paging", search: { alert: b.alert } }),
      })),
    },
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
    { group: "Settings", actions: sections.map((section) => ({ id: `settings ${section}`, label: `Settings: ${section}`, onClick: settings(section) })) },
    {
      group: "Try on the past",
      actions: (slos?.items ?? []).flatMap((s) => [
        { id: `backtest ${s.name}`, label: `Backtest ${s.display_name || s.name}`, description: s.name, keywords: "replay alerts history sweep", onClick: () => void navigate({ to: "/slos/$name/backtest", params: { name: s.name } }) },
        { id: `what-if ${s.name}`, label: `What if ${s.display_name || s.name} were otherwise?`, description: s.name, keywords: "try objective window rules", onClick: () => void navigate({ to: "/slos/$name/what-if", params: { name: s.name } }) },
        { id: `target ${s.name}`, label: `Target of ${s.display_name || s.name}`, description: s.name, keywords: "suggest propose objective baseline", onClick: () => void navigate({ to: "/slos/$name/target", params: { name: s.name } }) },
      ]),
    },
    {
      group: "Why?",
      actions: (slos?.items ?? []).map((s) => ({
        id: `why ${s.name}`, label: `Why is the budget of ${s.name} so?`, description: s.display_name,
        onClick: () => void navigate({ to: "/slos/$name", params: { name: s.name }, search: { why: encodeWhy({ measure: "slo.budget_remaining" }) } as never }),
      })),
    },
  ];
  const all = groups.flatMap((group) => group.actions);
  const last = recent().flatMap((id) => all.find((action) => action.id === id) ?? []);
  const shown = [...(last.length > 0 ? [{ group: "Recent", actions: last.map((action) => ({ ...action, id: `recent ${action.id}` })) }] : []), ...groups]
    .filter((group) => group.actions.length > 0)
    .map((group) => ({ ...group, actions: group.actions.map((action) => ({ ...action, onClick: run(action) })) }));
  return (
    <>
      <Spotlight actions={shown} filter={filter} shortcut={null} limit={40} highlightQuery nothingFound="Nothing has that name" scrollable maxHeight={440}
      classNames={{ content: classes.content ?? "", action: classes.action ?? "", actionsGroup: classes.group ?? "", actionDescription: classes.description ?? "" }} attributes={{ content: { "aria-label": "Search and commands" } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }} transitionProps={{ duration: 80 }} lockScroll={false}
      searchProps={{ leftSection: <IconSearch size={16} />, placeholder: "Service, SLO, page or command", "aria-label": "Search" }} />
      {test.error && <div className={classes.problem}><ErrorNote error={test.error} /><CloseButton size="sm" aria-label="Close" onClick={() => test.reset()} /></div>}
    </>
  );
}
