/** Pages and the URLs they live at. Each page is loaded when it is first opened; its search parameters are its state. */
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { useQuery, type QueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { sessionQuery } from "@/features/access/access.api";
import { overviewQuery } from "@/features/overview/overview.api";
import { readOverviewSearch } from "@/features/overview/overview.url";
import { readSloSearch, readSlosSearch, readSlotsSearch } from "@/features/slo/slo.url";
import { readActivitySearch } from "@/features/activity/activity.url";
import { readPagingSearch } from "@/features/paging/paging.url";
import { readBacktestSearch, readWhatIfSearch } from "@/features/backtest/backtest.url";
import { readCatalogueSearch } from "@/features/catalog/catalog.url";
import { readCompareSearch } from "@/features/compare/compare.url";
import { readEditorSearch } from "@/features/editor/editor.url";
import { readExclusionsSearch } from "@/features/exclusions/exclusions.url";
import { readAgreementSearch, readApplicationSearch, readApplicationsSearch, readFairnessSearch, readFunnelSearch, readOpeningsSearch } from "@/features/hire/hire.url";
import { readMatchSearch } from "@/features/match/match.url";
import { readDrillSearch, readItemSearch, readQuestionsSearch } from "@/features/practise/practise.url";
import { readPortfolioSearch } from "@/features/portfolio/portfolio.url";
import { readSettingsSearch } from "@/features/settings/settings.url";
import { readTargetSearch, readTargetsSearch } from "@/features/targets/targets.url";
import { readSourcesSearch, readWizardSearch } from "@/features/sources/sources.url";
import { Frame } from "./Frame";
import { RouteError, NotFound, Root } from "./Root";

const OpenFrame = lazy(() => import("./OpenFrame").then((m) => ({ default: m.OpenFrame })));

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Root, notFoundComponent: NotFound, errorComponent: RouteError });

/** Pages that need no account where the server says so (SessionView::open). */
const openPages: readonly [RegExp, string][] = [[/^\/practise(\/|$)/, "practise"], [/^\/match(\/|$)/, "match"]];

function Inside() {
  const { data: session } = useQuery(sessionQuery);
  return session?.signed_in === false ? <Suspense fallback={null}><OpenFrame /></Suspense> : <Frame />;
}

/** Everything behind sign-in, but for what is open to all. Keeps where the person was going. Who sees nothing of operations starts where they may be. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: Inside,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    const open = openPages.find(([pattern]) => pattern.test(location.pathname))?.[1];
    if (!session.signed_in && !(open && session.open.includes(open))) throw redirect({ to: "/sign-in", search: { to: location.href } });
    if (session.signed_in && location.pathname === "/" && !session.rights.includes("view")) throw redirect({ to: (session.rights.includes("interview") ? "/hire" : "/practise") as "/" });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = typeof search.to === "string" && /^\/(?![/\\])/.test(search.to) ? search.to : undefined;
    return to === undefined ? {} : { to };
  },
  component: lazyRouteComponent(() => import("@/features/access/SignIn"), "SignIn"),
});
const setup = createRoute({ getParentRoute: () => root, path: "/setup", component: lazyRouteComponent(() => import("@/features/access/Setup"), "Setup") });
const join = createRoute({ getParentRoute: () => root, path: "/join", component: lazyRouteComponent(() => import("@/features/access/Join"), "Join") });
/** A candidate's own copy: whoever has the link needs no account. */
const candidate = createRoute({ getParentRoute: () => root, path: "/candidate", component: lazyRouteComponent(() => import("@/features/candidate/Candidate"), "Candidate") });

const overview = createRoute({
  getParentRoute: () => inside, path: "/", validateSearch: readOverviewSearch,
  // Asked for while the page's code is still being loaded.
  loader: ({ context }) => void context.queries.prefetchQuery(overviewQuery),
  component: lazyRouteComponent(() => import("@/features/overview/Overview"), "Overview"),
});
const service = createRoute({
  getParentRoute: () => inside, path: "/services/$name",
  component: lazyRouteComponent(() => import("@/features/service/ServiceDetail"), "ServiceDetail"),
});
const slos = createRoute({
  getParentRoute: () => inside, path: "/slos", validateSearch: readSlosSearch,
  component: lazyRouteComponent(() => import("@/features/slo/SloList"), "SloList"),
});
const slo = createRoute({
  getParentRoute: () => inside, path: "/slos/$name", validateSearch: readSloSearch,
  component: lazyRouteComponent(() => import("@/features/slo/SloDetail"), "SloDetail"),
});
const slots = createRoute({
  getParentRoute: () => inside, path: "/slos/$name/slots", validateSearch: readSlotsSearch,
  component: lazyRouteComponent(() => import("@/features/slo/SloSlots"), "SloSlots"),
});
const backtest = createRoute({
  getParentRoute: () => inside, path: "/slos/$name/backtest", validateSearch: readBacktestSearch,
  component: lazyRouteComponent(() => import("@/features/backtest/Backtest"), "BacktestPage"),
});
const whatIf = createRoute({
  getParentRoute: () => inside, path: "/slos/$name/what-if", validateSearch: readWhatIfSearch,
  component: lazyRouteComponent(() => import("@/features/backtest/WhatIf"), "WhatIfPage"),
});
const target = createRoute({
  getParentRoute: () => inside, path: "/slos/$name/target", validateSearch: readTargetSearch,
  component: lazyRouteComponent(() => import("@/features/targets/Target"), "TargetPage"),
});
const targets = createRoute({
  getParentRoute: () => inside, path: "/targets", validateSearch: readTargetsSearch,
  component: lazyRouteComponent(() => import("@/features/targets/Targets"), "Targets"),
});
const compare = createRoute({
  getParentRoute: () => inside, path: "/slos/compare", validateSearch: readCompareSearch,
  component: lazyRouteComponent(() => import("@/features/compare/Compare"), "Compare"),
});
const portfolio = createRoute({
  getParentRoute: () => inside, path: "/portfolio", validateSearch: readPortfolioSearch,
  component: lazyRouteComponent(() => import("@/features/portfolio/Portfolio"), "Portfolio"),
});
const exclusions = createRoute({
  getParentRoute: () => inside, path: "/exclusions", validateSearch: readExclusionsSearch,
  component: lazyRouteComponent(() => import("@/features/exclusions/Exclusions"), "Exclusions"),
});
const editor = createRoute({
  getParentRoute: () => inside, path: "/editor", validateSearch: readEditorSearch,
  component: lazyRouteComponent(() => import("@/features/editor/Editor"), "Editor"),
});
const sources = createRoute({
  getParentRoute: () => inside, path: "/sources", validateSearch: readSourcesSearch,
  component: lazyRouteComponent(() => import("@/features/sources/Sources"), "Sources"),
});
const source = createRoute({
  getParentRoute: () => inside, path: "/sources/$name",
  component: lazyRouteComponent(() => import("@/features/sources/SourceDetail"), "SourceDetail"),
});
const wizard = createRoute({
  getParentRoute: () => inside, path: "/sources/$name/wizard", validateSearch: readWizardSearch,
  component: lazyRouteComponent(() => import("@/features/sources/Wizard"), "Wizard"),
});
const importing = createRoute({
  getParentRoute: () => inside, path: "/import",
  component: lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"),
});
const activity = createRoute({
  getParentRoute: () => inside, path: "/activity", validateSearch: readActivitySearch,
  component: lazyRouteComponent(() => import("@/features/activity/ActivityList"), "ActivityList"),
});
const paging = createRoute({
  getParentRoute: () => inside, path: "/paging", validateSearch: readPagingSearch,
  component: lazyRouteComponent(() => import("@/features/paging/Paging"), "Paging"),
});
const catalogue = createRoute({
  getParentRoute: () => inside, path: "/catalogue", validateSearch: readCatalogueSearch,
  component: lazyRouteComponent(() => import("@/features/catalog/Catalogue"), "Catalogue"),
});
const hire = createRoute({ getParentRoute: () => inside, path: "/hire", component: lazyRouteComponent(() => import("@/features/hire/MyInterviews"), "MyInterviews") });
const applications = createRoute({
  getParentRoute: () => inside, path: "/hire/applications", validateSearch: readApplicationsSearch,
  component: lazyRouteComponent(() => import("@/features/hire/Applications"), "Applications"),
});
const application = createRoute({
  getParentRoute: () => inside, path: "/hire/applications/$id", validateSearch: readApplicationSearch,
  component: lazyRouteComponent(() => import("@/features/hire/ApplicationPage"), "ApplicationPage"),
});
const debrief = createRoute({
  getParentRoute: () => inside, path: "/hire/applications/$id/debrief",
  component: lazyRouteComponent(() => import("@/features/hire/Debrief"), "DebriefPage"),
});
const resumeMatch = createRoute({
  getParentRoute: () => inside, path: "/hire/applications/$id/match", validateSearch: readMatchSearch,
  component: lazyRouteComponent(() => import("@/features/hire/ResumeMatch"), "ResumeMatch"),
});
const interview = createRoute({
  getParentRoute: () => inside, path: "/hire/interviews/$id",
  component: lazyRouteComponent(() => import("@/features/hire/Scorecard"), "Scorecard"),
});
const openings = createRoute({
  getParentRoute: () => inside, path: "/hire/openings", validateSearch: readOpeningsSearch,
  component: lazyRouteComponent(() => import("@/features/hire/Openings"), "Openings"),
});
const kits = createRoute({ getParentRoute: () => inside, path: "/hire/kits", component: lazyRouteComponent(() => import("@/features/hire/Kits"), "Kits") });
const kit = createRoute({ getParentRoute: () => inside, path: "/hire/kits/$id", component: lazyRouteComponent(() => import("@/features/hire/Kits"), "KitPage") });
const calibrations = createRoute({ getParentRoute: () => inside, path: "/hire/calibration", component: lazyRouteComponent(() => import("@/features/hire/Calibration"), "CalibrationSets") });
const calibration = createRoute({ getParentRoute: () => inside, path: "/hire/calibration/$id", component: lazyRouteComponent(() => import("@/features/hire/Calibration"), "CalibrationPage") });
const funnel = createRoute({
  getParentRoute: () => inside, path: "/hire/funnel", validateSearch: readFunnelSearch,
  component: lazyRouteComponent(() => import("@/features/hire/FunnelPage"), "FunnelPage"),
});
const agreement = createRoute({
  getParentRoute: () => inside, path: "/hire/agreement", validateSearch: readAgreementSearch,
  component: lazyRouteComponent(() => import("@/features/hire/AgreementPage"), "AgreementPage"),
});
const fairness = createRoute({
  getParentRoute: () => inside, path: "/hire/fairness", validateSearch: readFairnessSearch,
  component: lazyRouteComponent(() => import("@/features/hire/FairnessPage"), "FairnessPage"),
});
const keeping = createRoute({ getParentRoute: () => inside, path: "/hire/keeping", component: lazyRouteComponent(() => import("@/features/hire/Keeping"), "Keeping") });
const match = createRoute({
  getParentRoute: () => inside, path: "/match", validateSearch: readMatchSearch,
  component: lazyRouteComponent(() => import("@/features/match/MatchPage"), "MatchPage"),
});
const practise = createRoute({ getParentRoute: () => inside, path: "/practise", component: lazyRouteComponent(() => import("@/features/practise/Practise"), "Practise") });
const questions = createRoute({
  getParentRoute: () => inside, path: "/practise/questions", validateSearch: readQuestionsSearch,
  component: lazyRouteComponent(() => import("@/features/practise/Questions"), "Questions"),
});
const question = createRoute({
  getParentRoute: () => inside, path: "/practise/questions/$id", validateSearch: readDrillSearch,
  component: lazyRouteComponent(() => import("@/features/practise/Drill"), "DrillPage"),
});
const stories = createRoute({
  getParentRoute: () => inside, path: "/practise/stories", validateSearch: readItemSearch,
  component: lazyRouteComponent(() => import("@/features/practise/Stories"), "Stories"),
});
const figures = createRoute({
  getParentRoute: () => inside, path: "/practise/figures", validateSearch: readItemSearch,
  component: lazyRouteComponent(() => import("@/features/practise/Figures"), "Figures"),
});
const asks = createRoute({ getParentRoute: () => inside, path: "/practise/asks", component: lazyRouteComponent(() => import("@/features/practise/Asks"), "Asks") });
const settings = createRoute({
  getParentRoute: () => inside, path: "/settings/$section", validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import("@/features/settings/Settings"), "Settings"),
});
const settingsHome = createRoute({
  getParentRoute: () => inside, path: "/settings",
  beforeLoad: () => {
    throw redirect({ to: "/settings/$section", params: { section: "profile" } });
  },
});

const tree = root.addChildren([
  signIn, setup, join, candidate,
  inside.addChildren([overview, service, slos, compare, slo, slots, backtest, whatIf, target, targets, portfolio, exclusions, editor, sources, source, wizard, importing, activity, paging, catalogue, practise, questions, question, stories, figures, asks, match, hire, applications, application, debrief, resumeMatch, interview, openings, kits, kit, calibrations, calibration, funnel, agreement, fairness, keeping, settings, settingsHome]),
]);

export const makeRouter = (queries: QueryClient) =>
  createRouter({ routeTree: tree, context: { queries }, defaultPreload: "intent", defaultPreloadStaleTime: 0, scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
