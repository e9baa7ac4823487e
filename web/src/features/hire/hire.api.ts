import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas, Whole } from "@/api/types";

type MatchReply = Schemas["MatchReply"];
export type Opening = Whole<Schemas["OpeningView"]>;
export type OpeningWhat = Whole<Schemas["Opening"]>;
export type Application = Whole<Schemas["ApplicationView"]>;
export type ApplicationList = Schemas["ApplicationList"];
export type ApplicationRow = ApplicationList["items"][number];
export type Interview = Whole<Schemas["InterviewView"]>;
export type Card = Whole<Schemas["ScoreCard"]>;
export type CardDimension = Card["dimensions"][number];
export type CardAnswer = Card["answers"][number];
export type Debrief = Whole<Schemas["DebriefView"]>;
export type DebriefDimension = Debrief["dimensions"][number];
export type Kit = Schemas["InterviewKitView"]["kit"];
export type KitDimension = Kit["dimensions"][number];
export type KitRow = Schemas["InterviewKitList"]["items"][number];
export type Stage = Application["stage"];
export type Source = Application["source"];
export type Outcome = Debrief["decisions"][number]["outcome"];
export type PersonRef = Application["candidate"];
export type Question = Schemas["Question"];

const base = "/api/v1/hiring";
const live = ["hiring."];
/** Who sees nothing of operations has no event stream: what others do to these shows within half a minute. */
const refetchInterval = 30_000;

export const openingsQuery = queryOptions({
  queryKey: ["hire", "openings"],
  queryFn: ({ signal }) => get<{ items: Opening[] }>(`${base}/openings`, undefined, signal),
  meta: { live },
});
export interface ApplicationsFilter { opening?: string; stage?: string; search?: string }
export const applicationsQuery = (filter: ApplicationsFilter) =>
  queryOptions({
    queryKey: ["hire", "applications", filter],
    queryFn: ({ signal }) => get<ApplicationList>(`${base}/applications`, { ...filter, limit: 500 }, signal),
    placeholderData: (before) => before,
    meta: { live },
  });
export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ["hire", "application", id],
    queryFn: ({ signal }) => get<Application>(`${base}/applications/${segment(id)}`, undefined, signal),
    meta: { live },
  });
export const interviewsQuery = queryOptions({
  queryKey: ["hire", "interviews"],
  queryFn: ({ signal }) => get<{ items: Interview[] }>(`${base}/interviews`, { mine: true }, signal),
  refetchInterval,
  meta: { live },
});
export const interviewQuery = (id: string) =>
  queryOptions({
    queryKey: ["hire", "interview", id],
    queryFn: ({ signal }) => get<Interview>(`${base}/interviews/${segment(id)}`, undefined, signal),
    meta: { live },
  });
export const debriefQuery = (application: string) =>
  queryOptions({
    queryKey: ["hire", "debrief", application],
    queryFn: ({ signal }) => get<Debrief>(`${base}/applications/${segment(application)}/debrief`, undefined, signal),
    retry: false,
    refetchInterval,
    meta: { live },
  });
export const kitsQuery = queryOptions({
  queryKey: ["hire", "kits"],
  queryFn: ({ signal }) => get<Schemas["InterviewKitList"]>(`${base}/kits`, undefined, signal),
  staleTime: 300_000,
});
export const kitQuery = (id: string) =>
  queryOptions({
    queryKey: ["hire", "kit", id],
    queryFn: ({ signal }) => get<{ kit: Kit }>(`${base}/kits/${segment(id)}`, undefined, signal).then((view) => view.kit),
    staleTime: 300_000,
  });
/** A question of the bank with its answers, for whoever asks it. */
export const questionQuery = (id: string) =>
  queryOptions({
    queryKey: ["question", id],
    queryFn: ({ signal }) => get<Question>(`/api/v1/questions/${segment(id)}`, undefined, signal),
    staleTime: Infinity,
    enabled: id !== "",
  });
export const interviewersQuery = queryOptions({
  queryKey: ["hire", "interviewers"],
  queryFn: ({ signal }) => get<{ items: PersonRef[] }>(`${base}/interviewers`, undefined, signal),
});

export const applicationMatchQuery = (id: string) =>
  queryOptions({
    queryKey: ["hire", "match", id],
    queryFn: ({ signal }) => get<MatchReply>(`${base}/applications/${segment(id)}/match`, undefined, signal),
    retry: false,
  });

// Openings and candidates

export const makeOpening = (what: OpeningWhat) => change<Opening>("POST", `${base}/openings`, what);
export const changeOpening = ({ id, what }: { id: string; what: OpeningWhat }) => change<Opening>("PUT", `${base}/openings/${segment(id)}`, what);
export const closeOpening = ({ id, filled, reason }: { id: string; filled: boolean; reason: string }) => change<Opening>("POST", `${base}/openings/${segment(id)}/close`, { filled, reason });
export const reopenOpening = ({ id, reason }: { id: string; reason: string }) => change<Opening>("POST", `${base}/openings/${segment(id)}/reopen`, { reason });
export const addCandidate = ({ opening, ...body }: { opening: string; name: string; mail: string; source: Source }) => change<Application>("POST", `${base}/openings/${segment(opening)}/candidates`, body);

// One application

const act = <B>(verb: string) => ({ id, ...body }: { id: string } & B) => change<Application>("POST", `${base}/applications/${segment(id)}/${verb}`, body);
export const moveStage = act<{ to: Stage; reason: string }>("stage");
export const decide = act<{ outcome: Outcome; reasons: string; against: string }>("decision");
export const makeOffer = act<{ on: string }>("offer");
export const answerOffer = act<{ accepted: boolean; on: string; text: string }>("offer/answer");
export const started = act<{ on: string }>("start");
export const left = act<{ on: string }>("left");
export const noteQuality = act<{ day: number; met: boolean; cleared_for_on_call?: boolean; text: string }>("quality");
export const noteDebrief = act<{ text: string }>("debrief/notes");

export interface PlanBody { round?: string; title?: string; dimensions?: string[]; interviewers: string[]; at?: string; minutes?: number }
export const planInterview = ({ application, ...body }: { application: string } & PlanBody) => change<Interview>("POST", `${base}/applications/${segment(application)}/interviews`, body);
export const changeInterview = ({ id, ...body }: { id: string } & Pick<PlanBody, "dimensions" | "interviewers" | "at" | "minutes">) => change<Interview>("PUT", `${base}/interviews/${segment(id)}`, body);
export const cancelInterview = ({ id, reason }: { id: string; reason: string }) => change<Interview>("POST", `${base}/interviews/${segment(id)}/cancel`, { reason });
export const submitCard = ({ id, card }: { id: string; card: Card }) => change<Interview>("POST", `${base}/interviews/${segment(id)}/card`, { card });

export const keepResume = ({ candidate, ...body }: { candidate: string; name: string; content: string }) => change("PUT", `${base}/candidates/${segment(candidate)}/resume`, body);
export const removeResume = (candidate: string) => change("DELETE", `${base}/candidates/${segment(candidate)}/resume`);
