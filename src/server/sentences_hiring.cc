// sentences_hiring.cc: openings, applications, interviews and cards, in words that name no candidate and no rating.
#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>

#include "server/sentences.h"

namespace plimsoll::server {

namespace {

template <class Enum>
std::string word(Enum value) {
    std::string out = boost::describe::enum_to_string(value, "");
    for (char& c : out)
        if (c == '_') c = ' ';
    return out;
}

std::string number_of(std::int64_t n, const char* one, const char* many) { return fmt::format("{} {}", n, n == 1 ? one : many); }

struct Say {
    const Names& names;

    [[nodiscard]] std::string title_of(const std::string& opening) const {
        const auto first = names.first("opening/" + opening);
        const auto* of_module = first ? std::get_if<hiring::Event>(&*first) : nullptr;
        const auto* made = of_module == nullptr ? nullptr : std::get_if<hiring::OpeningMade>(of_module);
        return made == nullptr ? "The opening " + opening : fmt::format("The opening {} ({})", opening, briefly(made->what.title));
    }
    static Told said(std::string text) { return {std::move(text), {}, {}, {}, {}}; }

    Told operator()(const hiring::OpeningMade& e) const {
        return said(fmt::format("An opening was made: {} ({}), {}", briefly(e.what.title), e.opening, number_of(e.what.headcount, "post", "posts")));
    }
    Told operator()(const hiring::OpeningChanged& e) const { return said(fmt::format("The opening {} was changed: {}", e.opening, briefly(e.what.title))); }
    Told operator()(const hiring::OpeningClosed& e) const {
        return said(fmt::format("{} was closed, {}: {}", title_of(e.opening), e.filled ? "filled" : "given up", briefly(e.reason)));
    }
    Told operator()(const hiring::OpeningReopened& e) const { return said(fmt::format("{} was opened again: {}", title_of(e.opening), briefly(e.reason))); }

    Told operator()(const hiring::CandidateAdded&) const { return said("A candidate was added"); }
    Told operator()(const hiring::ApplicationMade& e) const { return said(fmt::format("A candidate applied for {} ({}, {})", e.opening, e.application, word(e.source))); }
    Told operator()(const hiring::ResumeKept& e) const {
        return said(fmt::format("A candidate's resume was kept ({}, {})", e.format, number_of(e.pages, "page", "pages")));
    }
    Told operator()(const hiring::ResumeRemoved&) const { return said("A candidate's resume was removed"); }
    Told operator()(const hiring::StageMoved& e) const { return said(fmt::format("The application {} moved from {} to {}", e.application, word(e.from), word(e.to))); }

    Told operator()(const hiring::InterviewPlanned& e) const {
        return said(fmt::format("An interview was planned for {}: {} ({}), {}", e.application, briefly(e.title), e.interview,
                                number_of(static_cast<std::int64_t>(e.interviewers.size()), "interviewer", "interviewers")));
    }
    Told operator()(const hiring::InterviewChanged& e) const {
        return said(fmt::format("The interview {} was changed: {}, {}", e.interview, number_of(static_cast<std::int64_t>(e.interviewers.size()), "interviewer", "interviewers"),
                                number_of(static_cast<std::int64_t>(e.dimensions.size()), "dimension", "dimensions")));
    }
    Told operator()(const hiring::InterviewCancelled& e) const { return said(fmt::format("The interview {} was cancelled", e.interview)); }
    Told operator()(const hiring::CardSubmitted& e) const {
        const std::string who = names.actor(e.rater);
        if (e.version == 1) return said(fmt::format("{} submitted a card of {}{}", who, e.interview, e.after_seeing_others ? ", having seen others' cards" : ""));
        return said(fmt::format("{} changed their card of {} (version {}{})", who, e.interview, e.version, e.after_seeing_others ? ", after seeing others' cards" : ""));
    }

    Told operator()(const hiring::DebriefNoted& e) const { return said(fmt::format("Something was noted in the debrief of {}", e.application)); }
    Told operator()(const hiring::DecisionMade& e) const {
        const std::string missing = e.missing > 0 ? fmt::format(", {} missing", e.missing) : "";
        return said(fmt::format("It was decided on {}: {}, on {}{}", e.application, word(e.outcome), number_of(e.cards, "card", "cards"), missing));
    }
    Told operator()(const hiring::OfferMade& e) const { return said(fmt::format("An offer was made to {} on {}", e.application, e.on)); }
    Told operator()(const hiring::OfferAnswered& e) const {
        return said(fmt::format("The offer to {} was {} on {}", e.application, e.accepted ? "accepted" : "declined", e.on));
    }
    Told operator()(const hiring::Started& e) const { return said(fmt::format("Who was hired by {} started on {}", e.application, e.on)); }
    Told operator()(const hiring::Left& e) const { return said(fmt::format("Who was hired by {} left on {}", e.application, e.on)); }
    Told operator()(const hiring::QualityNoted& e) const { return said(fmt::format("It was noted how {} stands {} days after the start", e.application, e.day)); }

    Told operator()(const hiring::KeepChanged& e) const { return said(fmt::format("A candidate is kept until {}", e.until)); }
    Told operator()(const hiring::HoldSet&) const { return said("A legal hold was set on a candidate"); }
    Told operator()(const hiring::HoldReleased&) const { return said("The legal hold on a candidate was released"); }
    Told operator()(const hiring::CandidateErased& e) const {
        const char* why = e.reason == hiring::EraseReason::asked ? "as they asked" : e.reason == hiring::EraseReason::due ? "when their time was over" : "as they were added by mistake";
        return said(fmt::format("A candidate was erased, {}", why));
    }

    Told operator()(const hiring::LinkIssued& e) const {
        return said(fmt::format("A link to their own copy was made for the candidate of {}, until {}", e.application, when(e.expires, names)));
    }
    Told operator()(const hiring::LinkWithdrawn& e) const { return said(fmt::format("A link to their own copy was withdrawn from the candidate of {}", e.application)); }
    Told operator()(const hiring::RequestMade& e) const {
        return said(fmt::format("The candidate of {} asked for {} ({})", e.application, e.what == hiring::AskedFor::correction ? "a correction" : "erasure", e.request));
    }
    Told operator()(const hiring::RequestAnswered& e) const {
        return said(fmt::format("A candidate's request was answered ({}): it was {}", e.request, e.followed ? "followed" : "not followed"));
    }

    Told operator()(const hiring::CalibrationRated& e) const { return said(fmt::format("{} rated {} of the calibration set {}", names.actor(e.rater), e.item, e.set)); }
};

}  // namespace

Told tell(const hiring::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
