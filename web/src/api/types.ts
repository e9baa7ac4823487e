/** The server's types under short names. `gen/schema.d.ts` is generated from its OpenAPI document. */
import type { components } from "./gen/schema";
export type Schemas = components["schemas"];

import type { CatalogObjectMore, Maybe, PolicyState, SloDefinitionMore, SloMore, VersionMore } from "./types.more";

export type SloSummary = Omit<Schemas["SloPage"]["items"][number], "state"> & SloMore;
export type SloState = SloSummary["state"];
export type SloDetail = Omit<Schemas["SloDetail"], "summary" | "definition"> & { summary: SloSummary; definition: Schemas["SloDetail"]["definition"] & SloDefinitionMore };
export type RuleView = SloDetail["rules"][number];
export type SloDefinition = SloDetail["definition"];
export type Measure = SloDetail["measures"][number];
export type SloExplain = Schemas["SloExplain"];
export type SloChart = Omit<Schemas["SloChart"], "marks"> & { marks: ChartMark[]; exclusions?: { id: string; range: TimeRange; title: string; category: string }[] };
export type ChartRule = SloChart["rules"][number];
export type ChartMark = Omit<Schemas["SloChart"]["marks"][number], "kind"> & { kind: "alert_fired" | "alert_resolved" | "annotation" | "definition_changed" | "exclusion_began" };
export type TimeRange = Schemas["SloChart"]["range"];
export type SloSlots = Schemas["SloSlots"];
export type SloVersions = Omit<Schemas["SloVersions"], "items"> & { items: (Schemas["SloVersions"]["items"][number] & VersionMore)[] };
export type SloVersion = SloVersions["items"][number] & VersionMore;
export type AlertView = Schemas["AlertPage"]["items"][number];
export type PageView = Schemas["PageList"]["items"][number];
export type PageDetail = Schemas["PageDetail"];
export type ChannelView = Schemas["ChannelList"]["items"][number];
export type ServiceDetail = Schemas["ServiceDetail"];
export type CatalogSummary = Schemas["CatalogSummary"];
export type CatalogObject = Omit<Schemas["CatalogObjectList"]["items"][number], "slo" | "service"> & CatalogObjectMore & {
  slo?: SloDefinition | null; service?: (NonNullable<Schemas["CatalogObjectList"]["items"][number]["service"]> & { dependency_budgets?: { service: string; slo: string; share: number }[] }) | null;
};
export type LogPage = Schemas["LogPage"];
export type LogEntry = LogPage["items"][number];
export type LogEntryDetail = Schemas["LogEntryDetail"];
export type FieldChange = LogEntryDetail["changes"][number];
export type ChainState = Schemas["ChainState"];
export type CatalogFiles = Schemas["CatalogFiles"];
export type CatalogFile = CatalogFiles["items"][number];
export type CatalogFileText = Schemas["CatalogFileText"];
export type CatalogProblem = CatalogFile["problems"][number];
export type CatalogPreview = Schemas["CatalogPreview"];
export type CatalogChange = CatalogPreview["changes"][number];
export type PreviewEffect = CatalogPreview["effects"][number];
export type TokenView = Schemas["TokenList"]["items"][number];
export type Right = TokenView["rights"][number];

export type Overview = Omit<Schemas["Overview"], "services"> & { services: ServiceLine[] };
export type ServiceLine = Omit<Schemas["Overview"]["services"][number], "state"> & { state: ServiceState; policy_state?: Maybe<PolicyState> };
export type ServiceState = SloState | "no_slo";
export type Thresholds = Schemas["Overview"]["services"][number]["thresholds"];
export type BurningNow = Overview["burning"][number];
export type ChangedItem = Overview["changed"][number];
export type SessionView = Schemas["SessionView"];
export type PersonView = Schemas["PeopleList"]["items"][number];
export type SessionRow = Schemas["SessionList"]["items"][number];
export type InvitationIssued = Schemas["InvitationIssued"];
export type Role = Schemas["RoleList"]["items"][number];
export type ServerHealth = Schemas["ServerHealth"];
