export interface PersonRef { id: string; name: string }
export interface Opening { title: string; team: string; kit: string; job: string; headcount: number; needed_by: string; roadmap: string }
export interface OpeningView { id: string; what: Opening; opened_at: string; closed_at?: string | null | undefined; filled: boolean; close_reason: string; hired: number; open: number; open_for?: string | null | undefined; seq: number }
export interface SaidView { text: string; by: PersonRef; at: string }
export interface PassageView { from: "applied" | "screen" | "interview" | "decision" | "offer" | "hired" | "rejected" | "withdrawn"; to: "applied" | "screen" | "interview" | "decision" | "offer" | "hired" | "rejected" | "withdrawn"; why: SaidView }
export interface Card { answers: CardAnswer[]; dimensions: CardDimension[]; flags: CardFlag[]; recommendation: "definitely_not" | "no" | "yes" | "strong_yes" | "no_decision"; why: string; minutes?: number | null | undefined; why_changed: string }
export interface CardAnswer { id: string; question: string; asked: string; words: string; minute?: number | null | undefined }
export interface CardDimension { dimension: string; evidence: CardEvidence[]; rating?: number | null | undefined; not_assessed: string; note: string }
export interface CardEvidence { answer: string; quote: string; observed: string }
export interface CardFlag { prompt: string; seen: string; against: string }
export interface CardView { interview: string; rater: PersonRef; version: number; submitted_at?: string | null | undefined; after_seeing_others: boolean; hidden: boolean; card?: Card | null | undefined; first?: Card | null | undefined; versions: string[] }
export interface InterviewView { id: string; application: string; candidate: PersonRef; opening: string; opening_title: string; round: string; title: string; kit: string; kit_version: number; dimensions: string[]; interviewers: PersonRef[]; at?: string | null | undefined; minutes: number; cancelled: boolean; mine: boolean; mine_submitted: boolean; cards: CardView[] }
export interface DecisionView { outcome: "hire" | "no_hire" | "hold"; what: Decision; by: PersonRef; at: string; cards: number; missing: number }
export interface Decision { reasons: string; against: string; composite?: number | null | undefined; coverage?: number | null | undefined }
export interface PlanGap { dimension: string; name: string; interviews: number; text: string }
export interface RequestView { id: string; what: "correction" | "erasure"; text: string; at: string; answer?: SaidView | null | undefined; followed: boolean }
export interface QualityView { day: number; met: boolean; cleared_for_on_call?: boolean | null | undefined; why: SaidView }
export interface ApplicationView { id: string; candidate: PersonRef; mail: string; opening: string; opening_title: string; kit: string; source: "applied" | "referral" | "sourced" | "agency" | "internal" | "other"; made_at: string; stage: "applied" | "screen" | "interview" | "decision" | "offer" | "hired" | "rejected" | "withdrawn"; erased: boolean; held: boolean; keep_until: string; has_resume: boolean; passages: PassageView[]; interviews: InterviewView[]; gaps: PlanGap[]; decisions: DecisionView[]; offered_on: string; answered_on: string; accepted?: boolean | null | undefined; started_on: string; left_on: string; quality: QualityView[]; requests: RequestView[]; may_manage: boolean; seq: number }
export interface ApplicationRowView { id: string; candidate: PersonRef; opening: string; opening_title: string; stage: "applied" | "screen" | "interview" | "decision" | "offer" | "hired" | "rejected" | "withdrawn"; made_at: string; moved_at: string; cards: number; cards_wanted: number; erased: boolean; next: string }
export interface ApplicationList { items: ApplicationRowView[]; next_cursor: string }
export interface DebriefCell { interview: string; rater: PersonRef; rating?: number | null | undefined; not_assessed: string; evidence: CardEvidence[]; words: string[]; note: string; changed: boolean; first_rating?: number | null | undefined }
export interface DebriefDimension { id: string; name: string; weight: number; result: DimensionResult; cells: DebriefCell[]; note: string }
export interface DebriefFlag { prompt: string; text: string; rater: PersonRef; seen: string; against: string }
export interface DebriefRecommendation { rater: PersonRef; interview: string; recommendation: "definitely_not" | "no" | "yes" | "strong_yes" | "no_decision"; why: string }
export interface DebriefView { application: string; candidate: PersonRef; opening_title: string; kit: string; cards: number; missing: PersonRef[]; dimensions: DebriefDimension[]; not_assessed: PlanGap[]; composite: Composite; composite_last: Composite; flags: DebriefFlag[]; recommendations: DebriefRecommendation[]; notes: SaidView[]; decisions: DecisionView[]; may_decide: boolean }
export interface InterviewKit { id: string; version: number; role: "sre" | "senior" | "staff" | "manager" | "director"; level: string; title: string; purpose: string; dimensions: KitDimension[]; rounds: KitRound[]; red_flags: RedFlag[]; panel: string; origin: string }
export interface KitDimension { id: string; name: string; what: string; weight: number; anchors: Anchor[]; strong: string[]; weak: string[]; questions: string[] }
export interface Anchor { points: number; text: string }
export interface KitRound { id: string; name: string; minutes: number; purpose: string; tell: string; dimensions: string[]; opening: RoundPart; questions: KitQuestion[]; closing: RoundPart }
export interface KitQuestion { id: string; minutes: number }
export interface RoundPart { minutes: number; words: string }
export interface RedFlag { id: string; text: string; look_for: string; opposing: string; ask: string }
export interface DimensionResult { id: string; weight: number; mean?: number | null | undefined; low?: number | null | undefined; high?: number | null | undefined; spread?: number | null | undefined; assessed: number; not_assessed: number }
export interface Composite { value?: number | null | undefined; why_empty: string; formula: string; coverage: number; possible?: Interval | null | undefined; dimensions: DimensionResult[]; not_assessed: string[] }
export interface Interval { low: number; high: number; method: string }
