// sentences_paging.cc: pages, acknowledgements and silences in words.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "domain/slo/alert_words.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

/// What a later event of a page does not repeat.
struct PageFacts {
    std::string to;  ///< "webhook ops"
    std::string slo;
};

PageFacts facts_of(const paging::PageIntended& e) {
    return {fmt::format("{} {}", boost::describe::enum_to_string(e.terms.type, ""), e.channel), e.subject.slo};
}
PageFacts facts_of(const paging::DigestMade& e) {
    return {fmt::format("{} {}", boost::describe::enum_to_string(e.terms.type, ""), e.channel), {}};
}

/// An event of paging of this type; empty: it is another, or there is none.
template <class Fact>
std::optional<Fact> as(const std::optional<WorldEvent>& event) {
    const auto* of_paging = event ? std::get_if<paging::Event>(&*event) : nullptr;
    const auto* fact = of_paging == nullptr ? nullptr : std::get_if<Fact>(of_paging);
    return fact == nullptr ? std::nullopt : std::optional<Fact>(*fact);
}

PageFacts facts_of(const std::string& page, const Names& names) {
    const auto first = names.first("page/" + page);
    if (const auto intent = as<paging::PageIntended>(first)) return facts_of(*intent);
    if (const auto digest = as<paging::DigestMade>(first)) return facts_of(*digest);
    return {page, {}};
}

std::string reason_of(const paging::PageIntended& e) {
    switch (e.reason) {
        case paging::Reason::fired: return e.subject.kind == slo::AlertKind::stale ? e.subject.slo + " has no data" : e.subject.slo + " burns";
        case paging::Reason::resolved: return e.subject.slo + (e.subject.standing.empty() ? " resolved" : " left " + e.subject.standing);
        case paging::Reason::repeat: return e.subject.slo + (e.subject.standing.empty() ? " still fires" : " is still in " + e.subject.standing);
        case paging::Reason::digest: return "several pages in one";
        case paging::Reason::test: return "a test";
        case paging::Reason::entered: return fmt::format("the budget of {} is in {}", e.subject.slo, e.subject.standing);
        case paging::Reason::chronic: return e.subject.slo + " is in breach again and again";
    }
    return {};
}

std::string why_dropped(paging::DropReason why) {
    switch (why) {
        case paging::DropReason::alert_over: return "its alert was over";
        case paging::DropReason::acknowledged: return "its alert was acknowledged";
        case paging::DropReason::silenced: return "its alert was silenced";
        case paging::DropReason::never_told: return "the channel had not been told that it fired";
    }
    return {};
}

std::string rule_and_slo(const std::string& alert) {
    const std::string slo = slo::slo_of(alert);
    const std::size_t last = alert.rfind('/');
    return last > slo.size() && last != std::string::npos ? alert.substr(slo.size() + 1, last - slo.size() - 1) + " of " + slo : alert;
}

std::string scope_of(const paging::SilenceStarted& e) {
    if (!e.alert.empty()) return rule_and_slo(e.alert);
    if (!e.slo.empty()) return e.slo;
    return "all of " + e.service;
}

std::string attempts(int n) { return fmt::format("{} attempt{}", n, n == 1 ? "" : "s"); }

struct Say {
    const Names& names;

    Told operator()(const paging::PageIntended& e) const {
        return of_page(facts_of(e), fmt::format("Page to {} is due: {}", facts_of(e).to, reason_of(e)));
    }
    Told operator()(const paging::AttemptStarted& e) const {
        const PageFacts page = facts_of(e.page, names);
        return of_page(page, fmt::format("Attempt {} of the page to {} began", e.attempt, page.to));
    }
    Told operator()(const paging::AttemptFailed& e) const {
        const PageFacts page = facts_of(e.page, names);
        std::string text = fmt::format("Attempt {} of the page to {} failed: {}", e.attempt, page.to, briefly(e.why));
        if (e.maybe_received) text += " (it may have arrived)";
        text += e.next_at ? "; next at " + when(*e.next_at, names) : "; there is no next attempt";
        return of_page(page, std::move(text));
    }
    Told operator()(const paging::PageDelivered& e) const {
        const PageFacts page = facts_of(e.page, names);
        return of_page(page, fmt::format("Page to {} delivered after {}", page.to, attempts(e.attempt)));
    }
    Told operator()(const paging::PageDropped& e) const {
        const PageFacts page = facts_of(e.page, names);
        return of_page(page, fmt::format("Page to {} not sent: {}", page.to, why_dropped(e.why)));
    }
    Told operator()(const paging::PageDeadLettered& e) const {
        const PageFacts page = facts_of(e.page, names);
        return of_page(page, fmt::format("Page to {} given up after {}: {}", page.to, attempts(e.attempts), briefly(e.why)));
    }
    Told operator()(const paging::PageReplayed& e) const {
        const PageFacts page = facts_of(e.page, names);
        return of_page(page, fmt::format("Page to {} is sent again, as {} asked", page.to, names.actor(e.by)));
    }
    Told operator()(const paging::DigestMade& e) const {
        return of_page(facts_of(e), fmt::format("{} pages to {} became one", e.pages.size(), facts_of(e).to));
    }
    Told operator()(const paging::AlertOver& e) const {
        return about(slo::slo_of(e.alert), names, fmt::format("Nobody is paged for {} any more: {}", rule_and_slo(e.alert), slo::ending_words(e.why)));
    }
    Told operator()(const paging::AlertAcknowledged& e) const {
        return about(slo::slo_of(e.alert), names, fmt::format("{} acknowledged {}", names.actor(e.by), rule_and_slo(e.alert)));
    }
    Told operator()(const paging::SilenceStarted& e) const {
        return of_silence(e, fmt::format("{} silenced {} until {}: {}", names.actor(e.by), scope_of(e), when(e.until, names), e.reason));
    }
    Told operator()(const paging::SilenceEnded& e) const {
        const auto began = as<paging::SilenceStarted>(names.first("silence/" + e.silence));
        const std::string scope = began ? scope_of(*began) : e.silence;
        std::string text = e.why == "expired" ? fmt::format("The silence of {} expired", scope)
                                              : fmt::format("The silence of {} ended: {} by {}", scope, e.why, names.actor(e.by));
        return of_silence(began.value_or(paging::SilenceStarted{}), std::move(text));
    }
    Told operator()(const paging::ChannelTested& e) const {
        return {fmt::format("{} tested channel {}", names.actor(e.by), e.channel), {}, {}, {}, {}};
    }

    [[nodiscard]] Told of_page(const PageFacts& page, std::string text) const { return about(page.slo, names, std::move(text)); }
    [[nodiscard]] Told of_silence(const paging::SilenceStarted& e, std::string text) const {
        Told told = about(e.alert.empty() ? e.slo : slo::slo_of(e.alert), names, std::move(text));
        if (!e.service.empty()) told.services.insert(e.service);
        return told;
    }
};

}  // namespace

Told tell(const paging::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
