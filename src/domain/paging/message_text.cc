#include "domain/paging/message_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/text.h"
#include "domain/slo/alert_words.h"

namespace plimsoll::paging {
namespace {

constexpr std::size_t lines_of_a_digest = 100;

std::string clean(const std::string& hostile, std::size_t limit = 300) {
    std::string text = text::printable(hostile);
    if (text.size() <= limit) return text;
    text.resize(limit);
    while (!text.empty() && !text::is_utf8(text)) text.pop_back();  // at most three: a character cut in two
    return text + "…";
}

std::string times(double burn) { return fmt::format("{:.1f}x", burn); }

/// The highest burn over a window that is long enough to have decided.
const slo::BurnEvidence* decisive(const Subject& s) {
    const slo::BurnEvidence* longest = nullptr;
    for (const slo::BurnEvidence& e : s.evidence)
        if (e.burn && *e.burn >= s.factor && (longest == nullptr || e.window > longest->window)) longest = &e;
    return longest;
}

std::string what_of_policy(const Page& page) {
    const Subject& s = page.subject;
    if (page.reason == Reason::resolved) return fmt::format("{}: error budget left {}: {}", clean(s.slo), clean(s.standing), clean(s.why));
    if (page.reason == Reason::chronic) return fmt::format("{}: {}", clean(s.slo), clean(s.why));
    return fmt::format("{}: error budget in {}: {}", clean(s.slo), clean(s.standing), clean(s.why));
}

std::string what(const Page& page) {
    const Subject& s = page.subject;
    if (page.reason == Reason::test) return fmt::format("test of channel {}", clean(page.channel));
    if (!s.standing.empty()) return what_of_policy(page);
    if (s.kind == slo::AlertKind::stale) return fmt::format("{}: no data", clean(s.slo));
    const slo::BurnEvidence* e = decisive(s);
    if (page.reason == Reason::resolved) return fmt::format("{}: {}", clean(s.slo), clean(s.why.empty() ? "resolved" : slo::ending_words(s.why)));
    if (e == nullptr) return fmt::format("{}: error budget burns", clean(s.slo));
    return fmt::format("{}: error budget burns {} (over {}, threshold {})", clean(s.slo), times(*e->burn),
                       text::duration(e->window), times(s.factor));
}

std::string tag(const Page& page) {
    switch (page.reason) {
        case Reason::fired: return fmt::format("[FIRING {}]", clean(page.subject.severity));
        case Reason::repeat: return fmt::format("[STILL FIRING {}]", clean(page.subject.severity));
        case Reason::resolved: return "[RESOLVED]";
        case Reason::digest: return "[DIGEST]";
        case Reason::test: return "[TEST]";
        case Reason::entered: return fmt::format("[POLICY {}]", clean(page.subject.severity));
        case Reason::chronic: return fmt::format("[CHRONIC {}]", clean(page.subject.severity));
    }
    return "";
}

std::string budget_line(const Subject& s) {
    std::string out = fmt::format("Budget left: {} of the period's", text::percent(*s.budget_left));
    if (s.budget_left_events) out += fmt::format(", {} events", text::count(*s.budget_left_events));
    if (s.budget_left_minutes) out += fmt::format(", {:.1f} minutes", *s.budget_left_minutes);
    return out + (*s.budget_left < 0 ? " (overspent)\n" : "\n");
}

/// "60 bad of 3,000 valid events", "1.25 bad of 12 slices".
std::string counted(const slo::BurnEvidence& e) {
    const std::int64_t one = e.per_one.value_or(1);
    const auto amount = [&](std::int64_t counts) {
        return one == 1 ? text::count(counts) : text::number(std::round(static_cast<double>(counts) * 100 / static_cast<double>(one)) / 100);
    };
    return fmt::format("{} bad of {} {}", amount(e.bad), amount(e.valid), e.noun.value_or("valid events"));
}

std::string burn_lines(const Subject& s) {
    std::string out;
    for (const slo::BurnEvidence& e : s.evidence) {
        std::string burn = e.burn ? times(*e.burn) : std::string("no traffic");
        if (e.burn_low) burn += fmt::format(", at least {} at 95 %", times(*e.burn_low));
        out += fmt::format("  over {}: {} ({})\n", text::duration(e.window), burn, counted(e));
    }
    if (out.empty()) return out;
    return fmt::format("Burn rate{}:\n{}", s.factor > 0 ? fmt::format(" (threshold {})", times(s.factor)) : "", out);
}

std::string details(const Page& page, const Wording& wording) {
    const Subject& s = page.subject;
    std::string out = fmt::format("What:     {}\n", what(page));
    out += fmt::format("Service:  {}\nSLO:      {}\nRule:     {} ({})\n", clean(s.service), clean(s.slo), clean(s.rule), clean(s.severity));
    out += fmt::format("Since:    {}\n", text::rfc3339(s.since));
    out += fmt::format("{} {}\n", page.reason == Reason::resolved ? "Over at: " : "Judged:  ", text::rfc3339(s.as_of));
    if (s.objective) {
        if (const auto objective = Objective::of(*s.objective)) out += fmt::format("Objective: {}\n", text::percent(*objective));
    }
    if (s.budget_left) out += budget_line(s);
    out += burn_lines(s);
    if (!wording.link_base.empty()) out += fmt::format("Look:     {}\n", slo_link(wording, s.slo));
    if (!s.runbook.empty()) out += fmt::format("Runbook:  {}\n", clean(s.runbook, 1000));
    return out;
}

std::string how_to_acknowledge(const Page& page, const Wording& wording) {
    const bool can = page.reason == Reason::fired || page.reason == Reason::repeat;
    if (!can || wording.link_base.empty()) return "";
    return fmt::format("\nTo acknowledge (repeats stop):\n  POST {}\n  {{\"alert\": {}}}\n", acknowledge_url(wording),
                       json::quote(page.alert));
}

std::string digest_body(const Message& message, const Wording& wording) {
    std::string out = fmt::format("More pages came than channel {} takes in a minute; here are {} in one.\n\n",
                                  clean(message.page.channel), message.parts.size());
    const std::size_t shown = std::min(message.parts.size(), lines_of_a_digest);
    for (std::size_t i = 0; i < shown; ++i) {
        const Page& part = message.parts[i];
        out += fmt::format("- {}\n  since {}, alert {}\n", headline(part), text::rfc3339(part.subject.since), clean(part.alert));
        if (!wording.link_base.empty()) out += fmt::format("  {}\n", slo_link(wording, part.subject.slo));
    }
    if (shown < message.parts.size()) out += fmt::format("- and {} more\n", message.parts.size() - shown);
    if (!wording.link_base.empty())
        out += fmt::format("\nTo acknowledge one (its repeats stop):\n  POST {}\n  {{\"alert\": \"<alert>\"}}\n", acknowledge_url(wording));
    return out;
}

/// Everything but letters, digits and -._~ as %XX.
std::string url_part(const std::string& text) {
    std::string out;
    for (const unsigned char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
    }
    return out;
}

}  // namespace

std::string headline(const Page& page) { return clean(tag(page) + " " + what(page), 200); }

std::string headline(const Message& message) {
    if (message.page.reason != Reason::digest) return headline(message.page);
    const auto wakes = std::count_if(message.parts.begin(), message.parts.end(), [](const Page& p) { return p.subject.severity == "page"; });
    return clean(fmt::format("[DIGEST] {} alerts in one message, {} of them pages", message.parts.size(), wakes), 200);
}

std::string body_text(const Message& message, const Wording& wording) {
    const Page& page = message.page;
    std::string out;
    if (page.reason == Reason::test)
        out = fmt::format("This is a test of channel {}. Nothing is wrong.\n", clean(page.channel));
    else if (page.reason == Reason::digest)
        out = digest_body(message, wording);
    else
        out = details(page, wording);
    if (message.over_at) out += fmt::format("\nNote: the alert has been over since {}; this page was replayed.\n", text::rfc3339(*message.over_at));
    if (!message.over_at) out += how_to_acknowledge(page, wording);
    return out + fmt::format("\nPage {}{}{}\n", page.page, page.alert.empty() ? "" : ", alert ", clean(page.alert));
}

std::string slo_link(const Wording& wording, const std::string& slo) {
    if (wording.link_base.empty() || slo.empty()) return wording.link_base;
    return wording.link_base + "/slos/" + url_part(slo);
}

std::string acknowledge_url(const Wording& wording) {
    return wording.link_base.empty() ? "" : wording.link_base + "/api/v1/acknowledgements";
}

}  // namespace plimsoll::paging
