/** Fields of SLOs that servers of before 0.3 do not send: each may be absent, and a page then shows what it knows. */
import type { Schemas } from "./types";

export interface CountUnit {
  /** What one is: "events", "slices", "samples", "budgets". */
  noun: string;
  /** So many counts are one of it. */
  per_one: number;
}

export type Method = "occurrences" | "timeslices" | "ratio_timeslices";
export type IndicatorKind = "ratio" | "correctness" | "latency" | "threshold" | "raw_ratio" | "freshness" | "alert" | "composite";
export type PolicyState = "healthy" | "caution" | "freeze" | "breach" | "unknown";
export type Maybe<T> = T | null | undefined;

export interface SloMore {
  state: "no_data" | "stale" | "frozen" | "burning" | "breached" | "cannot_tell" | "ok";
  document?: string;
  objective_name?: string;
  method?: Method;
  kind?: IndicatorKind;
  /** "30 d rolling", "month, Europe/Berlin". */
  window?: string;
  window_range?: Maybe<Schemas["SloChart"]["range"]>;
  unit?: CountUnit;
  group_of?: string;
  group?: Record<string, string>;
  /** On a roll-up: how many there are. */
  groups?: Maybe<number>;
  budget_without_exclusions?: Maybe<number>;
  policy_state?: Maybe<PolicyState>;
}

interface Ratio { numerator: number; denominator: number }
export interface SloDefinitionMore {
  document?: string;
  method?: Method;
  slicing?: Maybe<{ length: string; target: Ratio; empty: "gap" | "good" | "bad" }>;
  calendar?: Maybe<{ unit: string; count: number; start: string; zone: string }>;
  composite?: Maybe<{ rule: "burn" | "all" | "any" | "weighted" | "worst" | "shortfall"; members: { slo: string; weight: number }[]; journey: string }>;
  grouping?: Maybe<{ by: string[]; limit: number; roll_up: "summed" | "worst" }>;
  low_traffic?: { least_events: number; interval: boolean };
  coverage_floor?: number;
  reviewed?: string;
  review_every?: string;
}

export interface VersionMore {
  generation?: Maybe<number>;
  what?: string;
  objective?: string;
  budget_before?: Maybe<number>;
  budget_after?: Maybe<number>;
  /** History that this version judges too. */
  rejudged?: Maybe<Schemas["SloChart"]["range"]>;
}

export interface PolicyDefinition {
  tiers: string[];
  services: string[];
  caution: number;
  freeze: number;
  hysteresis: number;
  consequences: Record<string, string[]>;
  gate: Record<string, string>;
  channels: Record<string, string[]>;
  chronic_breaches: number;
  chronic_within: string;
  escalation_channels: string[];
  longest_exception: string;
}
export interface SlaDefinition {
  customer: string;
  description: string;
  slo: string;
  objective: Ratio;
  window: { unit: string; count: number; start: string; zone: string };
  credits: { below: Ratio; share: number }[];
  fee: number;
  currency: string;
}
export interface CatalogObjectMore { policy?: Maybe<PolicyDefinition>; sla?: Maybe<SlaDefinition> }
