import { queryOptions } from "@tanstack/react-query";
import { change, get, segment } from "@/api/client";
import type { Schemas } from "@/api/types";

export type CalibrationSet = Schemas["CalibrationSetView"];
export type CalibrationItem = CalibrationSet["items"][number];
export type CalibrationSetRow = Schemas["CalibrationSetList"]["items"][number];

const base = "/api/v1/hiring/calibration";
const meta = { live: ["hiring.CalibrationRated"] };

export const calibrationSetsQuery = queryOptions({
  queryKey: ["hire", "calibration"],
  queryFn: ({ signal }) => get<Schemas["CalibrationSetList"]>(base, undefined, signal),
  meta,
});
export const calibrationQuery = (id: string) =>
  queryOptions({
    queryKey: ["hire", "calibration", id],
    queryFn: ({ signal }) => get<CalibrationSet>(`${base}/${segment(id)}`, undefined, signal),
    meta,
  });
export const rateItem = ({ set, item, ...body }: { set: string; item: string; version: number; ratings: { dimension: string; points: number | null }[] }) =>
  change("POST", `${base}/${segment(set)}/items/${segment(item)}/ratings`, body);
