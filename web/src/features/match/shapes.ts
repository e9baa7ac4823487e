/** The replies of the matcher, as src/domain/people/match_request.h describes them. */
interface At { begin: number; end: number; page: number; line: number; source: string }
interface Quote { quote: string; at: At; section: string; post: string; why: string }
interface Told { code: string; text: string }
interface TextInfo { format: string; encoding: string; title: string; pages: number; statements: number; posts: number; confidence: number; problems: Told[] }
interface Uncounted { name: string; where: string; why: string; at: Quote }
type LabelWord = "strong" | "weak" | "related" | "missing" | "contradicted" | "unreadable";
interface Line { page: number; line: number; source: string; begin: number; text: string }
interface Text { name: string; format: string; lines: Line[] }
export interface MatchReply {
  report: {
    rules: string; knowledge_base: string; as_of: string; resume: TextInfo; job: TextInfo; requirements_detected: boolean;
    rows: {
      name: string; skills: string[]; asked: "required" | "responsibilities" | "preferred" | "general" | "left_out"; asked_why: string; asked_at: Quote[]; label: LabelWord; by: string;
      reasons: string[]; evidence: Quote[]; related_weight: number | null; months: number | null; last_used: string | null; competency: string;
    }[];
    gates: { kind: string; asked: string; preferred: boolean; result: "pass" | "unknown" | "fail"; why: string; asked_at: Quote }[];
    denied: Uncounted[]; unresolved: Uncounted[];
    advice: { name: string; label: LabelWord; text: string; at: At | null }[];
    plan: { name: string; about: string; question: string; why: string; evidence: Quote | null; competency: string; bank: string[] }[];
    note: string; coverage: { value: number | null; formula: string; why_empty: string };
  };
  resume: Text; job: Text; kept: boolean;
}
export interface MatchLimits {
  limits: { document_bytes: number; pages: number; cpu_s: number; requests_per_hour: number; at_once: number; waiting: number };
  formats: string[]; rules: string; knowledge_base: string; skills: number; kept: boolean;
}
