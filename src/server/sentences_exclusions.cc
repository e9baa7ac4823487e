// sentences_exclusions.cc: exclusions, corrections and annotations in words.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

/// "checkout, search and all of shop"; of more than three the first two and how many there are.
std::string targets_of(const std::vector<std::string>& slos, const std::vector<std::string>& services) {
    std::vector<std::string> names = slos;
    for (const std::string& service : services) names.push_back("all of " + service);
    if (names.size() > 3) return fmt::format("{}, {} and {} more", names[0], names[1], names.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return out;
}

std::string range_of(TimeRange range, const Names& names) { return fmt::format("from {} to {}", when(range.start, names), when(range.end, names)); }

template <class Fact>
std::optional<Fact> first_as(const std::string& stream, const Names& names) {
    const auto first = names.first(stream);
    const auto* of_module = first ? std::get_if<exclusions::Event>(&*first) : nullptr;
    const auto* fact = of_module == nullptr ? nullptr : std::get_if<Fact>(of_module);
    return fact == nullptr ? std::nullopt : std::optional<Fact>(*fact);
}

std::string kind_of(const exclusions::ExclusionRequested& e) {
    return e.kind == exclusions::Kind::maintenance ? "Maintenance" : "A correction";
}

struct Say {
    const Names& names;

    template <class Fact>
    Told about_all(const Fact& e, std::string text) const {
        Told told;
        told.text = std::move(text);
        told.slos.insert(e.slos.begin(), e.slos.end());
        told.services.insert(e.services.begin(), e.services.end());
        for (const std::string& slo : e.slos) {
            if (std::string service = names.service_of(slo); !service.empty()) told.services.insert(std::move(service));
        }
        return told;
    }
    /// What was asked for, and what became of it.
    Told became(const std::string& id, const std::string& what) const {
        const auto asked = first_as<exclusions::ExclusionRequested>("exclusion/" + id, names);
        if (!asked) return {id + " " + what, {}, {}, {}, {}};
        return about_all(*asked, fmt::format("{} of {}, \"{}\", {}", kind_of(*asked), targets_of(asked->slos, asked->services), asked->title, what));
    }

    Told operator()(const exclusions::ExclusionRequested& e) const {
        const std::string again = e.recurrence ? fmt::format(", again by {} in {}", e.recurrence->rule, e.recurrence->zone) : "";
        return about_all(e, fmt::format("{} of {} {}{} was asked for: {}", kind_of(e), targets_of(e.slos, e.services), range_of(e.range, names),
                                        again, e.title));
    }
    Told operator()(const exclusions::ExclusionApproved& e) const {
        const std::string why = e.reason.empty() ? "" : ": " + briefly(e.reason);
        return became(e.id, (e.self_approved ? "was approved by who asked for it, as nobody else could" : "was approved") + why);
    }
    Told operator()(const exclusions::ExclusionRefused& e) const { return became(e.id, "was refused: " + briefly(e.reason)); }
    Told operator()(const exclusions::ExclusionWithdrawn& e) const {
        const auto asked = first_as<exclusions::ExclusionRequested>("exclusion/" + e.id, names);
        if (asked && e.from <= asked->range.start) return became(e.id, "was withdrawn altogether: " + briefly(e.reason));
        return became(e.id, fmt::format("counts again from {}: {}", when(e.from, names), briefly(e.reason)));
    }
    Told operator()(const exclusions::ExclusionExpired& e) const {
        return became(e.id, e.decided ? "came to its end" : "was not decided in time and is over");
    }
    Told operator()(const exclusions::AnnotationMade& e) const {
        const std::string at = e.end ? range_of({e.start, *e.end}, names) : "at " + when(e.start, names);
        return about_all(e, fmt::format("Noted on {} {}: {} ({})", targets_of(e.slos, e.services), at, e.title,
                                        boost::describe::enum_to_string(e.category, "")));
    }
    Told operator()(const exclusions::AnnotationRetracted& e) const {
        const auto made = first_as<exclusions::AnnotationMade>("annotation/" + e.id, names);
        if (!made) return {fmt::format("{} was retracted: {}", e.id, briefly(e.reason)), {}, {}, {}, {}};
        return about_all(*made, fmt::format("The note \"{}\" on {} was retracted: {}", made->title, targets_of(made->slos, made->services), briefly(e.reason)));
    }
};

}  // namespace

Told tell(const exclusions::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
