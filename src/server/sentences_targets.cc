// sentences_targets.cc: what was proposed to be promised, and what became of it, in words.
#include <fmt/format.h>

#include "base/text.h"
#include "domain/targets/basis.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

std::optional<targets::TargetProposed> proposal_of(const std::string& id, const Names& names) {
    const auto first = names.first("target/" + id);
    const auto* of_module = first ? std::get_if<targets::Event>(&*first) : nullptr;
    const auto* fact = of_module == nullptr ? nullptr : std::get_if<targets::TargetProposed>(of_module);
    return fact == nullptr ? std::nullopt : std::optional<targets::TargetProposed>(*fact);
}

/// "99.95 %", "99.95 % over 7d".
std::string promise_of(const targets::TargetProposed& e) {
    return targets::percent_of(e.to) + (e.window ? " over " + text::duration(*e.window) : "");
}

std::string with(const std::string& comment) { return comment.empty() ? "" : ": " + briefly(comment); }

struct Say {
    const Names& names;

    /// What was proposed, and what became of it.
    Told became(const std::string& id, const std::string& what) const {
        const auto made = proposal_of(id, names);
        if (!made) return {id + " " + what, {}, {}, {}, {}};
        return about(made->slo, names, fmt::format("{} for {} {}", promise_of(*made), made->slo, what));
    }

    Told operator()(const targets::TargetProposed& e) const {
        return about(e.slo, names, fmt::format("{} was proposed for {}, which promises {}: {}", promise_of(e), e.slo, targets::percent_of(e.from), briefly(e.reason)));
    }
    Told operator()(const targets::TargetReviewed& e) const {
        const bool agrees = e.verdict == targets::Verdict::agrees;
        return became(e.id, (agrees ? "was agreed with" : "was objected to") + with(e.comment));
    }
    Told operator()(const targets::TargetApproved& e) const {
        const std::string who = e.self_approved ? "was approved by who proposed it, as nobody else could" : "was approved";
        return became(e.id, fmt::format("{}, to be looked at again on {}{}", who, e.review_on, with(e.comment)));
    }
    Told operator()(const targets::TargetDeclined& e) const { return became(e.id, "was declined" + with(e.comment)); }
    Told operator()(const targets::TargetWithdrawn& e) const { return became(e.id, "was withdrawn" + with(e.comment)); }
};

}  // namespace

Told tell(const targets::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
