/** What is tried and what is known, as addresses keep it. Apart from the pages' own search, which is read before any page is loaded. */
import { decodeIncidents, encodeIncidents, type KnownIncident } from "./incidents";
import { decodeTrial, encodeTrial, isEmpty, type Trial } from "./trial";

/** More would not be told apart, in the picture or in the table. */
export const mostTrials = 5;
export const trialsOf = (v: string | undefined): Trial[] => (v ?? "").split("|").map(decodeTrial).filter((t) => !isEmpty(t)).slice(0, mostTrials);
export const encodeTrials = (trials: readonly Trial[]): string | undefined => trials.map(encodeTrial).filter(Boolean).join("|") || undefined;
export const incidentsOf = (i: string | undefined): KnownIncident[] => (i ? decodeIncidents(i) : []);
export const encodeKnown = (items: readonly KnownIncident[]): string | undefined => encodeIncidents(items) || undefined;
