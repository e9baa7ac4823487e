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
export interface ChartRule {
  rule: string; severity: string; factor: number; long_window: string; short_window: string; long_burn: (number | null)[]; short_burn: (number | null)[];
}
export interface ChartMark { at: string; kind: "alert_fired" | "alert_resolved" | "definition" | "page"; text: string; alert: string; seq?: Maybe<number> }
export interface SloChart {
  name: string; range: { start: string; end: string }; step: string; period: string; thresholds: Thresholds; as_of?: Maybe<string>; since?: Maybe<string>;
  at: number[]; remaining: (number | null)[]; valid: number[]; bad: number[]; coverage: (number | null)[];
  rules: ChartRule[]; gaps: { start: string; end: string }[]; marks: ChartMark[];
}
export interface SloSlots {
  name: string; range: { start: string; end: string }; step: string; start: string;
  valid: (number | null)[]; bad: (number | null)[]; measured: (number | null)[]; reporting: (number | null)[]; live: (number | null)[];
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
export interface LogEntry {
  seq: number; at: string; type: string; version: number; stream: string; actor: string; actor_name: string; source: string;
  service: string; slo: string; text: string; hash: string;
}
export interface LogPage { items: LogEntry[]; next_cursor: string; scanned_to: number }
export interface FieldChange { field: string; before?: Maybe<string>; after?: Maybe<string> }
export interface LogEntryDetail { entry: LogEntry; body: unknown; changes: FieldChange[]; previous_hash: string }
export interface ChainState {
  chain: string; newest_seq: number; newest_at?: Maybe<string>; hash: string; signed_seq?: Maybe<number>; signed_at?: Maybe<string>; public_key: string;
  verified_seq?: Maybe<number>; verified_at?: Maybe<string>; state: "intact" | "unverified" | "broken"; problem: string;
}
export interface SloVersion {
  definition_version: string; seq: number; at: string; actor_name: string; commit: string; action: "added" | "changed" | "removed"; changes: FieldChange[];
}
export interface SloVersions { name: string; items: SloVersion[] }
export interface CatalogProblem { file: string; line: number; column: number; code: string; rule: string; remedy: string }
export interface CatalogFile { path: string; objects: { kind: string; name: string; line: number }[]; problems: CatalogProblem[]; warnings: CatalogProblem[] }
export interface CatalogFiles { items: CatalogFile[] }
export interface CatalogFileText { path: string; text: string }
export interface CatalogChange { kind: string; name: string; action: "added" | "changed" | "removed"; fields: FieldChange[] }
export interface PreviewEffect {
  slo: string; action: "added" | "changed" | "removed"; budget_now?: Maybe<number>; budget_then?: Maybe<number>; burn_rules_changed: boolean;
  fires: string[]; resolves: string[]; text: string;
}
export interface CatalogPreview {
  ok: boolean; held: boolean; problems: CatalogProblem[]; warnings: CatalogProblem[]; changes: CatalogChange[]; effects: PreviewEffect[]; effects_left_out: number;
}
export interface ServerHealth {
  version: string; started: string; uptime_s: number; url: string; checks: { name: string; ok: boolean; detail: string; remedy: string }[];
  measures: Measure[]; facts: { name: string; value: number; unit: string; text: string }[];
}
