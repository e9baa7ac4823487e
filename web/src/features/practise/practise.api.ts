import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Closing, Drill, Figure, FigureField, Role, Story, StoryKind } from "./workbook";

export const competencies = ["strategy", "objectives", "observability", "incidents", "learning", "change", "toil", "architecture", "cost", "security_ai", "influence", "people", "self"] as const;
export type Competency = (typeof competencies)[number];
export const levels = ["basic", "intermediate", "advanced"] as const;
export type Level = (typeof levels)[number];
export const kinds = ["technical", "behavioural", "situational", "leadership", "motivation"] as const;

export interface QuestionRow { id: string; version: number; text: string; competency: Competency; kind: string; level: Level; roles: Role[]; dimensions: string[]; minutes: number; origin: string }
export interface QuestionList { items: QuestionRow[]; questions: number; replaced: { id: string; origin: string; replaced: string }[]; problems: { file: string; line: number; rule: string }[] }
export interface Question extends QuestionRow { answers: { spoken: string; technical: string; hands_on: string }; strong: string[]; weak: string[]; pitfalls: string[]; follow_ups: string[] }

export interface NextQuestion { question: string; text: string; competency: Competency; level: Level; minutes: number; why: string }
export interface CompetencyPlan { competency: Competency; questions: number; practised: number; goes: number; due: number; said: number; signals: number; last: string | null; note: string }
export interface PractisedQuestion { question: string; text: string; competency: Competency; goes: number; last: string; went: "well" | "partly" | "badly" | "unchecked"; said: number; signals: number; step: number; due: string; is_due: boolean }
export interface Plan { next: NextQuestion[]; competencies: CompetencyPlan[]; practised: PractisedQuestion[]; due: number; rule: string }
export interface PlanAsked { drills: Drill[]; role?: Role; competency?: Competency; level?: Level; by?: "plan" | "random"; seed?: number; after?: string }

export interface StoryFinding { rule: string; field: string; words: string[]; text: string; remedy: string }
export interface StoryCheck { id: string; kind: StoryKind; findings: StoryFinding[]; shows: { part: string; field: string; words: string }[]; words: number; seconds: number; words_per_minute: number }
export interface StoryReady { kind: StoryKind; story: string; findings: number; what: string }
export interface FigureFinding { rule: string; fields: string[]; words: string; text: string; remedy: string }
export interface FigureCheck {
  id: string; computed: { from: string; to: string; change: number; points: number | null; factor: number | null; with_rework: number | null; words: string } | null; why_not_computed: string; contradicted: boolean;
  findings: FigureFinding[]; asks: { field: FigureField; question: string; why: string }[]; defence: string; words: number; seconds: number;
}
export interface ClaimFound { line: number; post: string; figure: Record<FigureField, string>; check: FigureCheck }
export interface AskBack { id: string; topic: string; text: string; why: string; good: string[]; bad: string[]; follow_up: string; after_good: string; after_bad: string; origin: string }
export interface ClosingCheck { said: string; findings: { rule: string; field: string; text: string; remedy: string }[]; words: number; seconds: number }

export interface QuestionsFilter { search?: string; competency?: string; level?: string; kind?: string; role?: string }
export const questionsQuery = (filter: QuestionsFilter) =>
  queryOptions({ queryKey: ["questions", filter], queryFn: ({ signal }) => get<QuestionList>("/api/v1/questions", { ...filter }, signal), placeholderData: (before) => before, staleTime: 60_000 });
export const questionQuery = (id: string) =>
  queryOptions({ queryKey: ["question", id], queryFn: ({ signal }) => get<Question>(`/api/v1/questions/${segment(id)}`, undefined, signal), staleTime: 60_000 });
export const asksQuery = queryOptions({ queryKey: ["practice", "asks"], queryFn: ({ signal }) => get<{ items: AskBack[]; problems: unknown[] }>("/api/v1/practice/asks", undefined, signal), staleTime: 60_000 });

const asked = <T>(path: string, body: unknown, signal: AbortSignal) => change<T>("POST", `/api/v1/practice/${path}`, body, signal);
export const planQuery = (question: PlanAsked) =>
  queryOptions({ queryKey: ["practice", "plan", question], queryFn: ({ signal }) => asked<Plan>("plan", question, signal), placeholderData: (before) => before, gcTime: 60_000 });
export const storiesQuery = (stories: Story[], words_per_minute: number) =>
  queryOptions({ queryKey: ["practice", "stories", stories, words_per_minute], queryFn: ({ signal }) => asked<{ checks: StoryCheck[]; ready: StoryReady[] }>("stories", { stories, words_per_minute }, signal), placeholderData: (before) => before, gcTime: 10_000 });
export const figureQuery = (figure: Figure) =>
  queryOptions({ queryKey: ["practice", "figure", figure], queryFn: ({ signal }) => asked<FigureCheck>("figure", figure, signal), placeholderData: (before) => before, gcTime: 10_000 });
export const closingQuery = (closing: Closing) =>
  queryOptions({ queryKey: ["practice", "closing", closing], queryFn: ({ signal }) => asked<ClosingCheck>("closing", closing, signal), placeholderData: (before) => before, gcTime: 10_000 });
export const findClaims = (text: string) => change<{ claims: ClaimFound[]; left_out: number }>("POST", "/api/v1/practice/claims", { text });
