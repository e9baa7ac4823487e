/** What the addresses of Practise hold. */
import { oneOf, textOf } from "@/kit/url";
import { competencies, kinds, levels } from "./practise.api";
import { roles } from "./workbook";

export interface QuestionsSearch { q?: string; competency?: (typeof competencies)[number]; level?: (typeof levels)[number]; kind?: (typeof kinds)[number]; role?: (typeof roles)[number]; sort?: string }
export const readQuestionsSearch = (search: Record<string, unknown>): QuestionsSearch => ({
  ...textOf(search, "q"), ...oneOf(search, "competency", competencies), ...oneOf(search, "level", levels), ...oneOf(search, "kind", kinds), ...oneOf(search, "role", roles), ...textOf(search, "sort"),
});
/** Which stretch of questions one is in: next and previous stay in it. */
export interface DrillSearch { by?: "plan" | "random"; competency?: (typeof competencies)[number]; level?: (typeof levels)[number] }
export const readDrillSearch = (search: Record<string, unknown>): DrillSearch => ({ ...oneOf(search, "by", ["plan", "random"] as const), ...oneOf(search, "competency", competencies), ...oneOf(search, "level", levels) });
export interface ItemSearch { id?: string }
export const readItemSearch = (search: Record<string, unknown>): ItemSearch => ({ ...textOf(search, "id") });
