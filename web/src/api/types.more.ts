/** Small types that several pages share, by the names that they go by there. */
import type { Schemas } from "./types";

type Summary = Schemas["SloPage"]["items"][number];
/** What one count is: so many counts (`per_one`) are one of `noun`. */
export type CountUnit = Summary["unit"];
export type Method = Summary["method"];
export type IndicatorKind = Summary["kind"];
export type PolicyState = Schemas["ServicePolicy"]["state"];
export type Maybe<T> = T | null | undefined;
