/** The server's types under short names. `gen/schema.d.ts` is generated from its OpenAPI document. */
import type { components } from "./gen/schema";
export type Schemas = components["schemas"];


/**
 * Definitions say in the API's document that a field may be absent, for old logs have fewer of them; a reply has them all.
 */
export type Whole<T> = T extends readonly (infer U)[] ? Whole<U>[] : T extends object ? { [K in keyof T]-?: Whole<Exclude<T[K], undefined>> } : T;

export type SloSummary = Schemas["SloPage"]["items"][number];
export type SloState = SloSummary["state"];
export type SloDetail = Omit<Schemas["SloDetail"], "definition" | "rules"> & { definition: Whole<Schemas["SloDetail"]["definition"]>; rules: Whole<Schemas["SloDetail"]["rules"][number]>[] };
export type RuleView = SloDetail["rules"][number];
export type SloDefinition = SloDetail["definition"];
export type Measure = SloDetail["measures"][number];
export type SloExplain = Schemas["SloExplain"];
export type SloChart = Schemas["SloChart"];
export type ChartRule = SloChart["rules"][number];
export type ChartMark = SloChart["marks"][number];
export type TimeRange = Schemas["SloChart"]["range"];
export type SloSlots = Schemas["SloSlots"];
export type SloVersions = Schemas["SloVersions"];
export type SloVersion = SloVersions["items"][number];
export type AlertView = Schemas["AlertPage"]["items"][number];
export type PageView = Schemas["PageList"]["items"][number];
export type PageDetail = Schemas["PageDetail"];
export type ChannelView = Schemas["ChannelList"]["items"][number];
export type ServiceDetail = Whole<Schemas["ServiceDetail"]>;
export type CatalogSummary = Schemas["CatalogSummary"];
export type CatalogObject = Whole<Schemas["CatalogObjectList"]["items"][number]>;
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

export type Overview = Schemas["Overview"];
export type ServiceLine = Overview["services"][number];
export type ServiceState = ServiceLine["state"];
export type Thresholds = Schemas["Overview"]["services"][number]["thresholds"];
export type BurningNow = Overview["burning"][number];
export type ChangedItem = Overview["changed"][number];
export type SessionView = Schemas["SessionView"];
export type PersonView = Schemas["PeopleList"]["items"][number];
export type SessionRow = Schemas["SessionList"]["items"][number];
export type InvitationIssued = Schemas["InvitationIssued"];
export type RoleList = Schemas["RoleList"];
export type ServerHealth = Schemas["ServerHealth"];
