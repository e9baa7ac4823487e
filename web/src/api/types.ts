/** The server's types under short names. `gen/schema.d.ts` is generated from its OpenAPI document. */
import type { components } from "./gen/schema";
export type Schemas = components["schemas"];

export type SloSummary = Schemas["SloPage"]["items"][number];
export type SloState = SloSummary["state"];
export type SloDetail = Schemas["SloDetail"];
export type RuleView = SloDetail["rules"][number];
export type SloDefinition = SloDetail["definition"];
export type Measure = SloDetail["measures"][number];
export type SloExplain = Schemas["SloExplain"];
export type AlertView = Schemas["AlertPage"]["items"][number];
export type PageView = Schemas["PageList"]["items"][number];
export type PageDetail = Schemas["PageDetail"];
export type ChannelView = Schemas["ChannelList"]["items"][number];
export type ServiceDetail = Schemas["ServiceDetail"];
export type CatalogSummary = Schemas["CatalogSummary"];
export type CatalogObject = Schemas["CatalogObjectList"]["items"][number];
export type TokenView = Schemas["TokenList"]["items"][number];
export type Right = TokenView["rights"][number];

export * from "./pending";
