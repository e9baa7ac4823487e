import type { Measure, Right, SloState } from "./types";

type Maybe<T> = T | null | undefined;
export interface Thresholds { caution: number; freeze: number }
export type ServiceState = SloState | "no_slo";
export interface ServiceLine {
  name: string; display_name: string; owner: string; tier: string; tier_rank: number; state: ServiceState;
  slos: number; slo: string; objective: string; period: string;
  budget_remaining?: Maybe<number>; budget_minutes?: Maybe<number>; burn_1h?: Maybe<number>;
  projected_end?: Maybe<number>; projected_low?: Maybe<number>; projected_high?: Maybe<number>; coverage?: Maybe<number>;
  thresholds: Thresholds; alerts_open: number; budget_yesterday?: Maybe<number>; as_of?: Maybe<string>; why_empty: string;
}
export interface BurningNow {
  alert: string; slo: string; service: string; tier: string; rule: string; severity: string; state: string; since: string;
  burn?: Maybe<number>; budget_remaining?: Maybe<number>; condition: string;
}
export interface ChangedItem { at: string; kind: "alert_fired" | "alert_resolved" | "budget" | "catalogue"; service: string; slo: string; text: string; seq?: Maybe<number> }
export interface Overview {
  as_of?: Maybe<string>; revision: number;
  counts: { services: number; slos: number; burning: number; breached: number; frozen: number; stale: number; no_data: number; ok: number };
  services: ServiceLine[]; burning: BurningNow[]; changed: ChangedItem[];
}
export interface PersonView {
  id: string; name: string; display_name: string; role: string; rights: Right[]; state: "invited" | "active" | "disabled";
  created: string; last_sign_in?: Maybe<string>; sessions: number;
}
export interface SessionView {
  signed_in: boolean; setup_needed: boolean; person?: Maybe<PersonView>; rights: Right[]; csrf: string; expires?: Maybe<string>;
  via: "session" | "token" | "loopback" | "";
}
export interface SessionRow {
  id: string; person: string; person_name: string; began: string; last_seen: string; expires: string; address: string; agent: string; current: boolean;
}
export interface InvitationIssued { id: string; name: string; link_path: string; code: string; expires: string }
export interface Role { name: string; rights: Right[]; description: string }
export interface ServerHealth {
  version: string; started: string; uptime_s: number; url: string; checks: { name: string; ok: boolean; detail: string; remedy: string }[];
  measures: Measure[]; facts: { name: string; value: number; unit: string; text: string }[];
}
