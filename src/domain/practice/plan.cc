#include "domain/practice/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "domain/people/question_words.h"

namespace plimsoll::practice {

namespace {

constexpr int kSteps = static_cast<int>(kStepDays.size());
constexpr int kMostSignals = 64;

bool is_for(const people::Question& q, const std::optional<people::Role>& role) {
    return !role || std::find(q.roles.begin(), q.roles.end(), *role) != q.roles.end();
}

/// Which step of kStepDays a question stands on after its goes, oldest first.
struct Standing {
    int step = 0;
    Timestamp due;
    void take(const Drill& drill) {
        const bool was_due = step == 0 || drill.at >= due;
        const Went how = went(drill);
        if (how == Went::badly) step = 1;
        else if (how == Went::well && was_due) step = std::min(step + 1, kSteps);
        step = std::max(step, 1);
        if (was_due || how != Went::well) due = drill.at + Duration::days(kStepDays[static_cast<std::size_t>(step - 1)]);
    }
};

std::vector<PractisedQuestion> practised_of(const std::vector<Drill>& drills, const people::Bank& bank, Timestamp now) {
    std::vector<Drill> sorted = drills;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Drill& a, const Drill& b) { return a.at < b.at; });
    std::map<std::string, std::pair<PractisedQuestion, Standing>> by;
    for (const Drill& drill : sorted) {
        const people::Question* q = bank.find(drill.question);
        auto& [row, standing] = by[q ? q->id : drill.question];
        standing.take(drill);
        row.question = q ? q->id : drill.question;
        if (q) {
            row.text = q->text;
            row.competency = q->competency;
        }
        ++row.goes;
        row.last = drill.at;
        row.went = went(drill);
        row.said = static_cast<int>(drill.said.size());
        row.signals = drill.signals;
        row.step = standing.step;
        row.due = standing.due;
        row.is_due = standing.due <= now && q != nullptr;
    }
    std::vector<PractisedQuestion> out;
    for (auto& [id, row] : by) out.push_back(std::move(row.first));
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return std::pair(!a.is_due, a.due) < std::pair(!b.is_due, b.due); });
    return out;
}

/// How much of the last goes was not said: 3 of 5 signals said is 2/5.
double unsaid(const CompetencyPlan& c) { return c.signals == 0 ? 0 : 1 - static_cast<double>(c.said) / c.signals; }

std::vector<CompetencyPlan> competencies_of(const std::vector<PractisedQuestion>& practised, const people::Bank& bank, const std::optional<people::Role>& role) {
    std::map<people::Competency, CompetencyPlan> by;
    for (const people::Question& q : bank.questions()) {
        if (!is_for(q, role)) continue;
        by[q.competency].competency = q.competency;
        ++by[q.competency].questions;
    }
    for (const PractisedQuestion& p : practised) {
        const people::Question* q = bank.find(p.question);
        if (!q || !is_for(*q, role)) continue;
        CompetencyPlan& c = by[p.competency];
        ++c.practised;
        c.goes += p.goes;
        c.due += p.is_due ? 1 : 0;
        c.said += p.said;
        c.signals += p.signals;
        c.last = c.last ? std::max(*c.last, p.last) : p.last;
    }
    std::vector<CompetencyPlan> out;
    for (auto& [competency, c] : by) {
        c.note = c.practised == 0 ? "never practised" : c.signals == 0 ? fmt::format("{} practised, not checked", c.practised) : fmt::format("{} of {} signals said", c.said, c.signals);
        out.push_back(std::move(c));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::pair(a.practised == 0, -unsaid(a)) < std::pair(b.practised == 0, -unsaid(b));
    });
    return out;
}

class Chooser {
public:
    Chooser(const PlanQuestion& question, const people::Bank& bank, const Plan& plan, Timestamp now) : question_(question), bank_(bank), plan_(plan), now_(now) {
        if (const people::Question* just = bank.find(question.after)) after_ = just->id;
    }

    std::vector<NextQuestion> choose() {
        if (question_.by == NextBy::random) return by_chance();
        for (const PractisedQuestion& p : overdue()) add(*bank_.find(p.question), fmt::format("due since {}", text::duration_words(now_ - p.due)));
        fresh();
        for (const PractisedQuestion& p : plan_.practised) {
            const people::Question* q = bank_.find(p.question);
            if (q && !p.is_due) add(*q, fmt::format("due in {}", text::duration_words(p.due - now_)));
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] bool fits(const people::Question& q) const {
        return is_for(q, question_.role) && (!question_.competency || q.competency == *question_.competency) && (!question_.level || q.level == *question_.level) && q.id != after_;
    }
    void add(const people::Question& q, std::string why) {
        if (out_.size() < kMostNext && fits(q) && taken_.insert(q.id).second) out_.push_back({q.id, q.text, q.competency, q.level, q.minutes, std::move(why)});
    }
    [[nodiscard]] std::vector<PractisedQuestion> overdue() const {
        std::vector<PractisedQuestion> due;
        for (const PractisedQuestion& p : plan_.practised)
            if (p.is_due) due.push_back(p);
        const auto steps = [&](const PractisedQuestion& p) { return static_cast<double>((now_ - p.due).in_ms()) / static_cast<double>(Duration::days(kStepDays[static_cast<std::size_t>(p.step - 1)]).in_ms()); };
        std::stable_sort(due.begin(), due.end(), [&](const auto& a, const auto& b) { return steps(a) > steps(b); });
        return due;
    }
    /// Questions never practised: one of each competency in turn, those first that were told least completely.
    void fresh() {
        std::set<std::string> known;
        for (const PractisedQuestion& p : plan_.practised) known.insert(p.question);
        std::vector<std::vector<const people::Question*>> lanes;
        std::vector<std::string> whys;
        for (const CompetencyPlan& c : plan_.competencies) {
            std::vector<const people::Question*> lane;
            for (const people::Question& q : bank_.questions())
                if (q.competency == c.competency && !known.contains(q.id) && fits(q)) lane.push_back(&q);
            std::stable_sort(lane.begin(), lane.end(), [](const auto* a, const auto* b) { return a->level < b->level; });
            std::string name = people::word_of(c.competency);
            std::replace(name.begin(), name.end(), '_', ' ');
            whys.push_back(c.practised == 0 ? fmt::format("new; nothing of {} was practised yet", name) : fmt::format("new; of {}, {}", name, c.note));
            lanes.push_back(std::move(lane));
        }
        for (std::size_t depth = 0; out_.size() < kMostNext; ++depth) {
            bool more = false;
            for (std::size_t i = 0; i < lanes.size(); ++i) {
                if (depth >= lanes[i].size()) continue;
                more = true;
                add(*lanes[i][depth], whys[i]);
            }
            if (!more) return;
        }
    }
    std::vector<NextQuestion> by_chance() {
        std::vector<const people::Question*> pool;
        for (const people::Question& q : bank_.questions())
            if (fits(q)) pool.push_back(&q);
        SeededRandom random(static_cast<std::uint64_t>(question_.seed));
        while (!pool.empty() && out_.size() < kMostNext) {
            const std::size_t at = random.below(pool.size());
            add(*pool[at], "by chance");
            pool.erase(pool.begin() + static_cast<std::ptrdiff_t>(at));
        }
        return std::move(out_);
    }

    const PlanQuestion& question_;
    const people::Bank& bank_;
    const Plan& plan_;
    Timestamp now_;
    std::string after_;
    std::set<std::string> taken_;
    std::vector<NextQuestion> out_;
};

}  // namespace

Went went(const Drill& drill) {
    if (drill.signals == 0) return drill.weak.empty() ? Went::unchecked : Went::badly;
    const int said = static_cast<int>(drill.said.size());
    if (drill.weak.empty() && said * 3 >= drill.signals * 2) return Went::well;
    return said * 3 >= drill.signals ? Went::partly : Went::badly;
}

void broken_bounds(const Drill& drill, const std::string& at, std::vector<FieldError>& broken) {
    if (drill.question.empty() || drill.question.size() > 32) broken.push_back({at + "/question", "must be the id of a question, 1 to 32 bytes", "such as \"A1\""});
    if (drill.version < 1) broken.push_back({at + "/version", "must be 1 or more", ""});
    if (drill.at.in_ms() < 0 || drill.at.in_ms() > 253'402'300'799'999) broken.push_back({at + "/at", "must be a time from 1970 on", ""});
    if (drill.seconds < 0 || drill.seconds > kLongestDrill) broken.push_back({at + "/seconds", fmt::format("must be 0 to {}", kLongestDrill), ""});
    if (drill.signals < 0 || drill.signals > kMostSignals) broken.push_back({at + "/signals", fmt::format("must be 0 to {}", kMostSignals), ""});
    const auto places = [&](const char* field, const std::vector<int>& list, int most) {
        const std::set<int> once(list.begin(), list.end());
        if (once.size() != list.size()) broken.push_back({at + "/" + field, "names a signal twice", "tick each once"});
        if (!once.empty() && (*once.begin() < 0 || *once.rbegin() >= most)) broken.push_back({at + "/" + field, fmt::format("must hold places from 0 to {}", most - 1), ""});
    };
    places("said", drill.said, std::clamp(drill.signals, 0, kMostSignals));
    places("weak", drill.weak, kMostSignals);
}

Result<Plan> plan_practice(const PlanQuestion& question, const people::Bank& bank, Timestamp now) {
    std::vector<FieldError> broken;
    if (question.drills.size() > kMostDrills) broken.push_back({"/drills", fmt::format("has {} items; {} are allowed", question.drills.size(), kMostDrills), "leave out the oldest"});
    for (std::size_t i = 0; i < std::min(question.drills.size(), kMostDrills); ++i) broken_bounds(question.drills[i], fmt::format("/drills/{}", i), broken);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "what was practised", std::move(broken));
    Plan out;
    out.practised = practised_of(question.drills, bank, now);
    out.competencies = competencies_of(out.practised, bank, question.role);
    for (const PractisedQuestion& p : out.practised) out.due += p.is_due ? 1 : 0;
    out.next = Chooser(question, bank, out, now).choose();
    out.rule = "After a good go (two thirds of the strong signals, no weak one) a question comes again in 1, 3, 7, 16, then 35 days; partly keeps its step; otherwise it begins again. What is due comes first, then what is new, weakest competency first. It plans, and rates nobody.";
    return out;
}

}  // namespace plimsoll::practice
