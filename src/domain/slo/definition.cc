#include "domain/slo/definition.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using catalog::CalendarUnit;
using catalog::CompositeRule;
using catalog::EmptySlice;

std::string share(const Ratio& ratio) {
    const auto below_one = Objective::of(ratio);
    return below_one ? text::percent(*below_one) : "100 %";
}

std::string empty_words(EmptySlice empty) {
    switch (empty) {
        case EmptySlice::gap: return "empty ones are gaps";
        case EmptySlice::good: return "empty ones are good";
        case EmptySlice::bad: return "empty ones are bad";
    }
    return "";
}

std::string slices_words(const catalog::Slo& slo) {
    if (!slo.slicing) return "";
    const std::string length = text::duration_words(slo.slicing->length);
    const bool ratios = slo.method == BudgetingMethod::ratio_timeslices;
    if (ratios) return fmt::format("ratios of {} slices, {}", length, empty_words(slo.slicing->empty));
    return fmt::format("{} slices at {}, {}", length, share(slo.slicing->target), empty_words(slo.slicing->empty));
}

std::string rule_words(CompositeRule rule) {
    switch (rule) {
        case CompositeRule::burn: return "burn rates of";
        case CompositeRule::all: return "all of";
        case CompositeRule::any: return "any of";
        case CompositeRule::weighted: return "weighted mean of";
        case CompositeRule::worst: return "slices good for each of";
        case CompositeRule::shortfall: return "shortfalls of";
    }
    return "";
}

std::string composite_words(const catalog::Slo& slo) {
    std::string members;
    for (const catalog::Member& member : slo.composite->members) {
        members += (members.empty() ? "" : ", ") + member.slo;
        if (member.weight != 1) members += fmt::format(" x{}", text::number(member.weight));
    }
    const std::string slices = slices_words(slo);
    return fmt::format("{} {}{}{}", rule_words(slo.composite->rule), members, slices.empty() ? "" : ", ", slices);
}

std::string unit_words(CalendarUnit unit, int count) {
    const char* word = "";
    switch (unit) {
        case CalendarUnit::day: word = "day"; break;
        case CalendarUnit::week: word = "week"; break;
        case CalendarUnit::month: word = "month"; break;
        case CalendarUnit::quarter: word = "quarter"; break;
        case CalendarUnit::year: word = "year"; break;
    }
    return count == 1 ? std::string(word) : fmt::format("{} {}s", count, word);
}

}  // namespace

std::string method_words(const catalog::Slo& slo) {
    if (slo.composite) return composite_words(slo);
    switch (slo.method) {
        case BudgetingMethod::occurrences: return "occurrences";
        case BudgetingMethod::timeslices:
        case BudgetingMethod::ratio_timeslices: return slices_words(slo);
    }
    return "";
}

std::string window_words(const catalog::Slo& slo) {
    if (!slo.calendar) return text::duration_words(slo.period) + " rolling";
    const catalog::CalendarWindow& c = *slo.calendar;
    std::string out = fmt::format("{}, {}", unit_words(c.unit, c.count), c.zone);
    return c.start.empty() ? out : out + ", from " + c.start;
}

Definition definition_of(const catalog::Slo& slo) {
    return {slo.definition_version, slo.sli_version, slo.objective, method_words(slo), window_words(slo), slo.period};
}

DefinitionChange change_between(const Definition& from, const Definition& to) {
    if (from.sli_version != to.sli_version) return DefinitionChange::definition;
    if (from.method != to.method) return DefinitionChange::method;
    if (from.window != to.window) return DefinitionChange::window;
    return from.objective == to.objective ? DefinitionChange::rules : DefinitionChange::target;
}

}  // namespace plimsoll::slo
