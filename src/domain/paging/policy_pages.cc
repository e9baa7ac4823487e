// policy_pages.cc: the pages that a budget's states ask for.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>


#include "base/text.h"
#include "domain/paging/worker.h"

namespace plimsoll::paging {
namespace {

using policy::BudgetState;

std::string word(BudgetState state) { return boost::describe::enum_to_string(state, ""); }

std::string alert_of(const std::string& slo, const std::string& rule, Timestamp at) {
    return fmt::format("{}/policy-{}/{}", slo, rule, at.in_ms());
}

/// Freeze and breach stop people's work, so its end is worth telling.
bool ends_well(const policy::StateEntered& e) {
    const bool stopped = e.from == BudgetState::freeze || e.from == BudgetState::breach;
    return stopped && (e.to == BudgetState::healthy || e.to == BudgetState::caution ||
                       (e.from == BudgetState::breach && e.to == BudgetState::freeze));
}

Subject subject_of(const std::string& slo, const std::string& service, const std::string& rule, Timestamp as_of,
                   const catalog::Catalog& catalog) {
    Subject s;
    s.slo = slo;
    s.service = service;
    s.rule = "policy-" + rule;
    s.since = s.as_of = as_of;
    const auto declared = catalog.slos.find(slo);
    if (declared != catalog.slos.end()) s.runbook = declared->second.runbook;
    const auto owner = catalog.services.find(service);
    if (s.runbook.empty() && owner != catalog.services.end()) s.runbook = owner->second.runbook;
    return s;
}

class PolicyPages {
public:
    PolicyPages(const State& state, const catalog::Catalog& catalog) : state_(state), catalog_(catalog) {}

    std::vector<Event> operator()(const policy::StateEntered& e) {
        if (e.from_since) {
            end(alert_of(e.slo, word(e.from), *e.from_since), e.as_of, fmt::format("now {}, {}", word(e.to), e.why),
                ends_well(e) ? Notices::sent : Notices::none);
        }
        if (e.from == BudgetState::breach) end_chronic(e.slo, e.as_of);
        Subject s = subject_of(e.slo, e.service, word(e.to), e.as_of, catalog_);
        s.severity = e.to == BudgetState::breach ? "page" : "ticket";
        s.standing = word(e.to);
        s.why = e.why;
        s.objective = e.figure.objective;
        s.budget_left = e.figure.budget;
        tell(alert_of(e.slo, word(e.to), e.as_of), Reason::entered, s, e.channels);
        return std::move(events_);
    }

    std::vector<Event> operator()(const policy::ChronicBreach& e) {
        Subject s = subject_of(e.slo, e.service, "chronic", e.as_of, catalog_);
        s.severity = "page";
        s.standing = word(BudgetState::breach);
        s.why = fmt::format("in breach {} times within {}", e.breaches.size(), text::duration_words(e.within));
        tell(alert_of(e.slo, "chronic", e.as_of), Reason::chronic, s, e.channels);
        return std::move(events_);
    }

    std::vector<Event> operator()(const policy::StandingEnded& e) {
        if (e.since) end(alert_of(e.slo, word(e.state), *e.since), *e.since, e.why, Notices::none);
        end_chronic(e.slo, e.since.value_or(Timestamp()));
        return std::move(events_);
    }

    template <class Other>
    std::vector<Event> operator()(const Other&) {
        return {};
    }

private:
    void tell(const std::string& alert, Reason reason, const Subject& subject, const std::vector<std::string>& channels) {
        std::set<std::string> seen;
        for (const std::string& channel : channels) {
            const std::string id = page_id(alert, channel, 0);
            if (!seen.insert(channel).second || find_page(state_, id) != nullptr) continue;
            Terms terms = terms_of(catalog_, channel);
            terms.repeat_interval = Duration();  // a state that holds is not news
            events_.push_back(PageIntended{id, channel, alert, reason, subject, terms});
        }
    }

    void end(const std::string& alert, Timestamp as_of, const std::string& why, Notices notices) {
        for (Event& event : end_alert(state_, {alert, as_of, why, {}}, notices)) events_.push_back(std::move(event));
    }

    void end_chronic(const std::string& slo, Timestamp as_of) {
        const std::string prefix = slo + "/policy-chronic/";
        for (auto it = state_.alerts.lower_bound(prefix); it != state_.alerts.end() && it->first.starts_with(prefix); ++it) {
            end(it->first, as_of, "the breach is over", Notices::none);
        }
    }

    const State& state_;
    const catalog::Catalog& catalog_;
    std::vector<Event> events_;
};

}  // namespace

std::vector<Event> react(const State& state, const policy::Event& event, const catalog::Catalog& catalog) {
    return std::visit(PolicyPages(state, catalog), event);
}

}  // namespace plimsoll::paging
