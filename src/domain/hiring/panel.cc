#include "domain/hiring/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/invariant.h"
#include "domain/hiring/interview_kit_reader.h"

namespace plimsoll::hiring {

namespace {

void add_once(std::vector<std::string>& to, const std::string& what) {
    if (std::find(to.begin(), to.end(), what) == to.end()) to.push_back(what);
}

/// "Ana", "Ana and Ben", "Ana, Ben and Chi".
std::string listed(const std::vector<std::string>& items) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : i + 1 == items.size() ? " and " : ", ") + items[i];
    return out;
}

void check_round(const InterviewKit& kit, const PlannedRound& planned, const std::string& at, std::vector<FieldError>& broken) {
    if (find_round(kit, planned.round) == nullptr) broken.push_back({at + "/round", fmt::format("`{}` is no round of the kit", planned.round), "write the id of one of its rounds"});
    if (planned.interviewers.size() > kMostRoundInterviewers) broken.push_back({at + "/interviewers", fmt::format("are more than {}", kMostRoundInterviewers), "plan fewer"});
    std::set<std::string> people;
    for (std::size_t i = 0; i < planned.interviewers.size(); ++i) {
        const std::string where = fmt::format("{}/interviewers/{}", at, i);
        if (planned.interviewers[i].empty()) broken.push_back({where, "is empty", "name somebody"});
        else if (!people.insert(planned.interviewers[i]).second) broken.push_back({where, "is named twice in one round", "name everybody once"});
    }
    std::set<std::string> dimensions;
    for (std::size_t i = 0; i < planned.dimensions.size(); ++i) {
        const std::string where = fmt::format("{}/dimensions/{}", at, i);
        if (find_dimension(kit, planned.dimensions[i]) == nullptr) broken.push_back({where, fmt::format("`{}` is no dimension of the kit", planned.dimensions[i]), ""});
        else if (!dimensions.insert(planned.dimensions[i]).second) broken.push_back({where, "is named twice in one round", "name it once"});
    }
    if (planned.minutes < 0 || planned.minutes > kMostRoundMinutes)
        broken.push_back({at + "/minutes", fmt::format("must be 0 to {}", kMostRoundMinutes), "0 means those of the kit's round"});
}

Result<> checked(const InterviewKit& kit, const PanelPlan& plan) {
    std::vector<FieldError> broken;
    if (plan.rounds.size() > kMostPlanned) broken.push_back({"/rounds", fmt::format("are {}; {} can be planned", plan.rounds.size(), kMostPlanned), "plan fewer"});
    for (std::size_t i = 0; i < std::min(plan.rounds.size(), kMostPlanned); ++i) check_round(kit, plan.rounds[i], fmt::format("/rounds/{}", i), broken);
    if (broken.empty()) return {};
    return fail(plimsoll::errors::invalid, "the plan", std::move(broken));
}

class Reckoning {
public:
    Reckoning(const InterviewKit& kit, const PanelPlan& plan) : kit_(kit), plan_(plan) {
        out_.kit = kit.id;
        out_.version = kit.version;
        for (const KitDimension& d : kit.dimensions) out_.dimensions.push_back({d.id, d.name, d.weight, Tested::nobody, {}, {}});
    }

    PanelGaps gaps() {
        for (const PlannedRound& planned : plan_.rounds) add(planned);
        for (const KitRound& round : kit_.rounds)
            if (std::none_of(plan_.rounds.begin(), plan_.rounds.end(), [&](const PlannedRound& p) { return p.round == round.id; })) out_.rounds_left_out.push_back(round.id);
        sum_up();
        for (InterviewerLoad& load : out_.interviewers) say_roles(load);
        say();
        return std::move(out_);
    }

private:
    void add(const PlannedRound& planned) {
        const KitRound* round = find_round(kit_, planned.round);
        INVARIANT(round != nullptr, "the plan was checked");
        const int minutes = planned.minutes > 0 ? planned.minutes : round->minutes;
        const std::vector<std::string>& dimensions = planned.dimensions.empty() ? round->dimensions : planned.dimensions;
        out_.minutes += minutes;
        if (planned.interviewers.empty()) add_once(out_.rounds_unmanned, round->id);
        for (const std::string& person : planned.interviewers) {
            InterviewerLoad& load = load_of(person);
            load.rounds.push_back(round->id);
            load.minutes += minutes;
            for (const std::string& d : dimensions) add_once(load.dimensions, d);
        }
        for (DimensionPlan& d : out_.dimensions) {
            if (planned.interviewers.empty() || std::find(dimensions.begin(), dimensions.end(), d.id) == dimensions.end()) continue;
            add_once(d.rounds, round->id);
            for (const std::string& person : planned.interviewers) add_once(d.interviewers, person);
        }
    }
    InterviewerLoad& load_of(const std::string& person) {
        const auto at = std::find_if(out_.interviewers.begin(), out_.interviewers.end(), [&](const InterviewerLoad& l) { return l.interviewer == person; });
        if (at != out_.interviewers.end()) return *at;
        out_.interviewers.push_back({person, {}, {}, 0, false, ""});
        return out_.interviewers.back();
    }
    void sum_up() {
        double all = 0;
        double tested = 0;
        for (DimensionPlan& d : out_.dimensions) {
            d.tested = d.interviewers.empty() ? Tested::nobody : d.interviewers.size() == 1 ? Tested::once : Tested::several;
            if (d.tested == Tested::nobody) out_.untested.push_back(d.id);
            if (d.tested == Tested::once) out_.tested_once.push_back(d.id);
            all += d.weight;
            tested += d.tested == Tested::nobody ? 0 : d.weight;
        }
        out_.weight_tested = all > 0 ? tested / all : 0;
    }
    void say_roles(InterviewerLoad& load) {
        const bool leads = !plan_.lead.empty() && load.interviewer == plan_.lead;
        load.two_roles = leads || load.rounds.size() > 1;
        if (load.rounds.size() > 1) load.why = fmt::format("is in {} rounds", load.rounds.size());
        if (leads) load.why += load.why.empty() ? "interviews and leads the debrief" : ", and leads the debrief";
    }
    [[nodiscard]] std::vector<std::string> names(Tested tested) const {
        std::vector<std::string> out;
        for (const DimensionPlan& d : out_.dimensions)
            if (d.tested == tested) out.push_back(d.name);
        return out;
    }
    [[nodiscard]] std::vector<std::string> round_names(const std::vector<std::string>& ids) const {
        std::vector<std::string> out;
        for (const std::string& id : ids) out.push_back(find_round(kit_, id)->name);
        return out;
    }
    void say() {
        std::vector<std::string>& to = out_.sentences;
        if (!out_.untested.empty()) to.push_back(fmt::format("Nobody will test {}.", listed(names(Tested::nobody))));
        if (!out_.rounds_unmanned.empty()) to.push_back(fmt::format("No interviewer is planned for {}.", listed(round_names(out_.rounds_unmanned))));
        if (!out_.rounds_left_out.empty()) to.push_back(fmt::format("The plan leaves out {}.", listed(round_names(out_.rounds_left_out))));
        if (!out_.tested_once.empty())
            to.push_back(fmt::format("Only one interviewer will test {}: how far another would agree will stay unknown.", listed(names(Tested::once))));
        for (const InterviewerLoad& load : out_.interviewers)
            if (load.two_roles) to.push_back(fmt::format("{} {}: fewer independent views.", load.interviewer, load.why));
    }

    const InterviewKit& kit_;
    const PanelPlan& plan_;
    PanelGaps out_;
};

}  // namespace

Result<PanelGaps> panel_gaps(const InterviewKit& kit, const PanelPlan& plan) {
    TRY(checked(kit, plan));
    return Reckoning(kit, plan).gaps();
}

}  // namespace plimsoll::hiring
