#include "domain/practice/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "domain/catalog/fields.h"
#include "domain/people/match.h"
#include "domain/people/resume.h"
#include "domain/practice/ids.h"
#include "domain/practice/quantity.h"

namespace plimsoll::practice {

namespace {

using Kind = ClaimedChange::Kind;
using Direction = ClaimedChange::Direction;
using Hedge = ClaimedChange::Hedge;
using Unit = Quantity::Unit;

constexpr double kExact = 1e-9;
constexpr double kRoughly = 0.1;  // share of its amount that "about" and a word such as "halved" may be off

constexpr double kWorthAFactor = 1.05;
constexpr double kFactor = 0.15;  // share that a factor may be off: 1.5 is no "2x"

struct Ask {
    const char* field;
    std::string Figure::* text;
    const char* question;
    const char* why;
};
const std::array<Ask, 12> kAsks = {{
    {"claim", &Figure::claim, "What exactly changed, and by how much?", "Without the claim there is nothing to defend"},
    {"baseline", &Figure::baseline, "From what? Which value did it have before, and who measured it?", "A change without its beginning cannot be judged"},
    {"after", &Figure::after, "To what, and does it still hold?", "A change without its end cannot be judged"},
    {"formula", &Figure::formula, "How is it calculated: what is divided by what, a mean or a median?", "Two people with one name for a figure often mean two figures"},
    {"window", &Figure::window, "Over which time, before and after?", "A good week proves little, and seasons move figures by themselves"},
    {"sample", &Figure::sample, "Out of how many?", "A share of five is one event each fifth"},
    {"included", &Figure::included, "What is counted?", "What counts decides what the figure means"},
    {"excluded", &Figure::excluded, "What is left out, and why?", "What is left out is where a figure hides"},
    {"mechanism", &Figure::mechanism, "Why did it change: what did you do that moved it?", "Without a mechanism it may have moved by itself"},
    {"caveats", &Figure::caveats, "What else changed in that time? What would make the figure smaller?", "Naming it yourself is worth more than being found out"},
    {"rework", &Figure::rework, "How much came back, or had to be done again?", "Work that is redone was not saved"},
    {"confidence", &Figure::confidence, "How sure are you, and which range would you defend?", "A range that is stood by beats a figure that is not"},
}};

/// "", "-", "n/a", "tbd": nothing was said. "unknown" is an answer.
bool is_blank(const std::string& text) {
    std::string word = catalog::trimmed(text);
    for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return word.empty() || word == "-" || word == "?" || word == "n/a" || word == "na" || word == "tbd" || word == "...";
}

bool is_sized(double a, double b, double by) { return std::abs(a - b) <= by + kExact; }

class Checker {
public:
    explicit Checker(const Figure& figure) : figure_(figure), claim_(claimed_change(figure.claim)) { out_.id = figure.id; }

    FigureCheck check() {
        recompute();
        if (out_.computed) compare();
        wording();
        sheet();
        ask();
        defend();
        std::stable_partition(out_.findings.begin(), out_.findings.end(), [](const FigureFinding& f) { return contradicts(f.rule); });
        out_.contradicted = std::any_of(out_.findings.begin(), out_.findings.end(), [](const FigureFinding& f) { return contradicts(f.rule); });
        return std::move(out_);
    }

private:
    static bool contradicts(FigureRule rule) {
        using enum FigureRule;
        return rule == change_contradicts || rule == wrong_direction || rule == points_not_percent || rule == percent_not_points || rule == more_than_all || rule == by_not_to || rule == claim_says_otherwise;
    }
    void find(FigureRule rule, std::vector<std::string> fields, std::string words, std::string text, std::string remedy) {
        out_.findings.push_back({rule, std::move(fields), std::move(words), std::move(text), std::move(remedy)});
    }
    [[nodiscard]] bool percents() const { return before_->unit == Unit::percent && after_->unit == Unit::percent; }

    /// The field's figure, or the claim's own.
    [[nodiscard]] std::optional<Quantity> value(const char* field, const std::string& text, const std::optional<Quantity>& claimed) {
        if (is_blank(text)) return claimed;
        auto read = first_quantity(text);
        if (!read) {
            find(FigureRule::not_a_number, {field}, catalog::trimmed(text), fmt::format("No number was found in `{}`.", field), "Give one figure with its unit, such as \"90 min\"");
            return std::nullopt;
        }
        if (claimed && claimed->unit == read->unit && !is_sized(claimed->value, read->value, std::abs(read->value) * 1e-6))
            find(FigureRule::claim_says_otherwise, {"claim", field}, said(*claimed), fmt::format("The claim says {}, the sheet {}.", said(*claimed), said(*read)), "Decide which of the two was measured");
        return read;
    }

    void recompute() {
        before_ = value("baseline", figure_.baseline, claim_.before);
        after_ = value("after", figure_.after, claim_.after);
        if (!before_ || !after_) {
            const bool unread = std::any_of(out_.findings.begin(), out_.findings.end(), [](const FigureFinding& f) { return f.rule == FigureRule::not_a_number; });
            out_.why_not_computed = unread ? "baseline or after holds no number" : !before_ && !after_ ? "baseline and after are missing" : before_ ? "after is missing" : "baseline is missing";
            return;
        }
        if (before_->unit == Unit::count && before_->written_unit.empty()) lend(*before_, *after_);
        else if (after_->unit == Unit::count && after_->written_unit.empty()) lend(*after_, *before_);
        const bool periods = !before_->per.empty() && !after_->per.empty() && before_->per != after_->per;
        if (before_->unit != after_->unit || periods) {
            out_.why_not_computed = "baseline and after are in different units";
            return find(FigureRule::units_differ, {"baseline", "after"}, said(*before_) + ", " + said(*after_), "Baseline and after are in different units.", "Give both in one unit, per one length of time");
        }
        if (before_->value == 0) {
            out_.why_not_computed = "the baseline is zero";
            return find(FigureRule::from_zero, {"baseline"}, said(*before_), "From zero there is no percentage: every rise is infinite.", "Say the figures themselves: from 0 to 12");
        }
        describe();
    }
    /// A number without a unit has that of the other.
    static void lend(Quantity& bare, const Quantity& other) {
        if (other.unit == Unit::count) return;
        const double scale = other.written != 0 ? other.value / other.written : 1;
        bare.unit = other.unit;
        bare.written_unit = other.written_unit;
        bare.value = bare.written * scale;
    }

    void describe() {
        FigureChange change{said(*before_), said(*after_), 0, {}, {}, {}, ""};
        const double b = before_->value;
        const double a = after_->value;
        change.change = (a - b) / b;
        if (percents()) change.points = a - b;
        if (a > 0 && b > 0) change.factor = std::max(a, b) / std::min(a, b);
        if (a == b) {
            change.words = fmt::format("{} to {} is no change", change.from, change.to);
        } else {
            const char* what = a < b ? "fall" : "rise";
            change.words = fmt::format("{} to {} is a {} of {} %", change.from, change.to, what, rounded(std::abs(change.change) * 100));
            if (change.points) change.words = fmt::format("{} to {} is a {} of {} percentage {}, or {} %", change.from, change.to, what, rounded(std::abs(*change.points), 2), std::abs(*change.points) == 1 ? "point" : "points", rounded(std::abs(change.change) * 100));
            if (change.factor && *change.factor >= kWorthAFactor) change.words += fmt::format(", a factor of {}", rounded(*change.factor, 2));
        }
        const auto redone = is_blank(figure_.rework) ? std::nullopt : first_quantity(figure_.rework);
        if (redone && redone->unit == Unit::percent && redone->value > 0 && redone->value <= 100 && a < b) {
            change.with_rework = (a + redone->value / 100 * b - b) / b;
            find(FigureRule::rework_changes_it, {"rework"}, said(*redone),
                 fmt::format("With {} % done again the old way it is {} %, not {} %.", rounded(redone->value), rounded(-*change.with_rework * 100), rounded(-change.change * 100)), "Claim the figure with the rework in it, or say both");
        }
        out_.computed = std::move(change);
    }

    /// Whether a claimed amount agrees with what it is, as far as it is given and hedged.
    [[nodiscard]] bool agrees(double computed) const {
        const double digit = 0.5 * std::pow(10, -claim_.decimals);
        const double tenth = std::max(digit, kRoughly * claim_.amount);
        if (claim_.hedge == Hedge::at_least) return computed >= claim_.amount - digit - kExact;
        if (claim_.hedge == Hedge::at_most) return computed <= claim_.amount + digit + kExact;
        if (claim_.rough) return is_sized(computed, claim_.amount, kRoughly * claim_.amount);
        if (claim_.kind == Kind::factor && claim_.hedge == Hedge::none) return is_sized(computed, claim_.amount, std::min(digit, kFactor * claim_.amount));
        if (claim_.hedge == Hedge::nearly) return computed >= claim_.amount - tenth - kExact && computed <= claim_.amount + digit + kExact;
        return is_sized(computed, claim_.amount, claim_.hedge == Hedge::about ? tenth : digit);
    }

    void compare() {
        const double change = out_.computed->change;
        const bool down = claim_.direction == Direction::down;
        const bool up = claim_.direction == Direction::up;
        if ((down && change > 0) || (up && change < 0) || (change == 0 && claim_.kind))
            return find(FigureRule::wrong_direction, {"claim", "baseline", "after"}, claim_.words, fmt::format("The claim speaks of a {}, and {}.", down ? "fall" : up ? "rise" : "change", out_.computed->words), "Check which of the two numbers came first");
        if (!claim_.kind) return claim_.by ? difference() : void();
        if (*claim_.kind == Kind::percent) percent();
        else if (*claim_.kind == Kind::points) points();
        else factor();
    }

    void percent() {
        const double change = out_.computed->change;
        const double is = std::abs(change) * 100;
        const double remains = after_->value / before_->value * 100;
        if (claim_.to) {
            if (agrees(remains)) return;
            if (percents() && agrees(after_->value)) return;  // "to 12 %", which is the value itself
            if (agrees(is)) return find(FigureRule::by_not_to, {"claim"}, claim_.words, fmt::format("It fell by {} %, to {} % of what it was.", rounded(is), rounded(remains)), "Say \"by\", not \"to\"");
            return contradicted(fmt::format("{} % of it is left", rounded(remains)));
        }
        if (agrees(is)) return;
        const double faster = change < 0 ? (before_->value / after_->value - 1) * 100 : is;
        if (claim_.speed && before_->unit == Unit::seconds && change < 0 && after_->value > 0 && agrees(faster)) return;  // told by wording()
        const bool exact = claim_.hedge == Hedge::none || claim_.hedge == Hedge::about;
        if (exact && percents() && agrees(std::abs(*out_.computed->points)))
            return find(FigureRule::points_not_percent, {"claim"}, claim_.words, fmt::format("{} are percentage points: {}.", rounded(claim_.amount, claim_.decimals), out_.computed->words), "Say \"percentage points\", or the share of the baseline");
        if (claim_.amount > 100 && change < 0 && !claim_.speed) return;  // told by wording()
        if (exact && agrees(remains) && change < 0)
            return find(FigureRule::by_not_to, {"claim"}, claim_.words, fmt::format("It fell to {} % of what it was, which is by {} %.", rounded(remains), rounded(is)), "Say \"to\", or give the fall");
        std::string hint;
        if (after_->value != 0 && agrees(std::abs(before_->value - after_->value) / std::abs(after_->value) * 100)) hint = " What the claim says comes out when one divides by the value after; a change is a share of the value before.";
        contradicted({}, hint);
    }
    void points() {
        if (!percents()) return find(FigureRule::points_of_what, {"claim", "baseline", "after"}, claim_.words, "Percentage points are the difference of two percentages, and these are none.", "Give baseline and after in percent, or claim percent");
        if (agrees(std::abs(*out_.computed->points))) return;
        if (agrees(std::abs(out_.computed->change) * 100))
            return find(FigureRule::percent_not_points, {"claim"}, claim_.words, fmt::format("{} is a share of the baseline, not points: {}.", rounded(claim_.amount, claim_.decimals), out_.computed->words), "Say \"%\", or give the points");
        contradicted();
    }
    /// "by 200 ms".
    void difference() {
        if (claim_.by->unit != before_->unit) return;
        const double scale = claim_.by->written != 0 ? std::abs(claim_.by->value / claim_.by->written) : 1;
        const double off = std::max(0.5 * std::pow(10, -claim_.by->decimals) * scale, claim_.hedge == Hedge::none ? 0 : kRoughly * claim_.by->value);
        if (!is_sized(std::abs(before_->value - after_->value), claim_.by->value, off)) contradicted();
    }
    void factor() {
        if (!out_.computed->factor) return contradicted("there is no factor to or from zero");
        const double is = *out_.computed->factor;
        if (agrees(is)) return;
        if (claim_.direction == Direction::up && !claim_.speed && agrees(is - 1)) return;  // "3x more" as four times
        contradicted();
    }
    void contradicted(const std::string& instead = {}, const std::string& hint = {}) {
        std::string text = fmt::format("The claim says {}; {}.", claim_.words, out_.computed->words);
        if (!instead.empty()) text = fmt::format("The claim says {}; {}: {}.", claim_.words, instead, out_.computed->words);
        find(FigureRule::change_contradicts, {"claim", "baseline", "after"}, claim_.words, text + hint, "Correct the claim, or the numbers that it comes from");
    }

    void wording() {
        if (!claim_.kind) return;
        const bool percent = *claim_.kind == Kind::percent;
        const bool falls = claim_.direction == Direction::down || (out_.computed && out_.computed->change < 0);
        if (percent && claim_.amount > 100 && falls && !claim_.speed && claim_.direction != Direction::up)
            find(FigureRule::more_than_all, {"claim"}, claim_.words, "A fall of more than 100 % takes a figure below nothing.", "Say to what share it fell, or by which factor");
        if (*claim_.kind == Kind::factor && claim_.less)
            find(FigureRule::times_less, {"claim"}, claim_.words,
                 fmt::format("\"{}\" is read in two ways. Divided by {} it is a fall of {} %.", claim_.words, rounded(claim_.amount, 2), rounded((1 - 1 / std::max(claim_.amount, 1.0)) * 100)), "Say \"a third of\" or the fall in percent");
        const bool time = out_.computed && before_->unit == Unit::seconds && after_->value > 0 && out_.computed->change < 0;
        if (percent && claim_.speed)
            find(FigureRule::faster_of_what, {"claim"}, claim_.words,
                 time ? fmt::format("\"Faster\" is time or speed: the time fell by {} %, the speed rose by {} %.", rounded(-out_.computed->change * 100), rounded((before_->value / after_->value - 1) * 100)) : std::string("\"Faster\" is time or speed, which give two percentages."),
                 "Name which of the two fell or rose");
        if (claim_.hedge == Hedge::at_most)
            find(FigureRule::best_case, {"claim"}, claim_.words, "\"Up to\" is the best case, and the first question is the usual one.", "Give the median, and the best case beside it");
    }

    void sheet() {
        const auto sample = is_blank(figure_.sample) ? std::nullopt : first_quantity(figure_.sample);
        if (sample && sample->unit == Unit::count && sample->value > 0 && sample->value < kSmallSample)
            find(FigureRule::small_sample, {"sample"}, said(*sample), fmt::format("Out of {} each one moves a share by {} %.", rounded(sample->value), rounded(100 / sample->value)), "Say the counts themselves (\"3 of 7\"), and that they are few");
        const Phrases formula(figure_.formula);
        const bool times = (before_ && before_->unit == Unit::seconds) || (after_ && after_->unit == Unit::seconds);
        const auto mean = formula.stated({"mean", "average*", "avg"});
        if (times && mean && !formula.stated({"median", "p50", "p90", "p95", "percentile*"}))
            find(FigureRule::mean_alone, {"formula"}, formula.quote(*mean), "A mean of times is pulled by its longest ones.", "Have the median and the 90th percentile ready beside it");
    }

    void ask() {
        for (const Ask& ask : kAsks) {
            if (is_blank(figure_.*ask.text)) out_.asks.push_back({ask.field, ask.question, ask.why});
        }
    }

    void defend() {
        if (is_blank(figure_.claim)) return;
        const auto say = [&](const char* lead, const std::string& text) {
            if (is_blank(text)) return;
            std::string sentence = lead + catalog::trimmed(text);
            if (sentence.find_last_of(".!?") != sentence.size() - 1) sentence += '.';
            out_.defence += (out_.defence.empty() ? "" : " ") + sentence;
        };
        say("", figure_.claim);
        say("It moved because of this: ", figure_.mechanism);
        say("What speaks against it: ", figure_.caveats);
        if (out_.computed) say("", out_.computed->words);
        say("Calculated as: ", figure_.formula);
        say("Window: ", figure_.window);
        say("Out of: ", figure_.sample);
        say("Counted: ", figure_.included);
        say("Left out: ", figure_.excluded);
        say("Done again: ", figure_.rework);
        say("How sure: ", figure_.confidence);
        out_.words = spoken_words(out_.defence);
        out_.seconds = seconds_to_say(out_.words);
    }

    const Figure& figure_;
    ClaimedChange claim_;
    std::optional<Quantity> before_;
    std::optional<Quantity> after_;
    FigureCheck out_;
};

/// "by moving health checks to …": what the claim itself says moved it.
std::string mechanism_in(const Phrases& phrases) {
    const auto by = phrases.stated({"by *ing", "through _", "thanks to", "via _", "with a|an"});
    if (!by) return "";
    const Word& first = phrases.words()[by->from];
    std::size_t end = by->end;
    for (const Word& w : phrases.words()) {
        if (w.begin >= first.begin && w.sentence == first.sentence) end = w.end;
    }
    return phrases.quote(phrases.words()[by->from + 1].begin, end);
}

std::string window_in(const Phrases& phrases) {
    const auto window = phrases.stated({"in|over|within|during|across the|a|one|two|three|four|six|nine|twelve ... day|days|week|weeks|month|months|quarter|quarters|year|years", "in q1|q2|q3|q4"});
    if (window) return phrases.quote(*window);
    const auto& words = phrases.words();
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        const std::string& unit = words[i + 2].text;
        const bool counts = !words[i + 1].text.empty() && words[i + 1].text[0] >= '0' && words[i + 1].text[0] <= '9';
        const bool opens = words[i].text == "in" || words[i].text == "over" || words[i].text == "within" || words[i].text == "during" || words[i].text == "across";
        if (opens && counts && (unit.starts_with("day") || unit.starts_with("week") || unit.starts_with("month") || unit.starts_with("quarter") || unit.starts_with("year"))) return phrases.quote(words[i].begin, words[i + 2].end);
    }
    return "";
}

Figure figure_of(const std::string& statement) {
    Figure out;
    out.claim = statement;
    const ClaimedChange claim = claimed_change(statement);
    if (claim.before) out.baseline = said(*claim.before);
    if (claim.after) out.after = said(*claim.after);
    const Phrases phrases(statement);
    out.mechanism = mechanism_in(phrases);
    out.window = window_in(phrases);
    return out;
}

}  // namespace

Result<FigureCheck> check_figure(const Figure& figure) {
    std::vector<FieldError> broken;
    broken_bounds(figure, "", broken);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the sheet", std::move(broken));
    return Checker(figure).check();
}

void broken_bounds(const Figure& figure, const std::string& at, std::vector<FieldError>& broken) {
    if (!figure.id.empty() && !is_own_id(figure.id)) broken.push_back({at + "/id", kIdRule, ""});
    for (const Ask& ask : kAsks) {
        if (const std::size_t n = catalog::characters(figure.*ask.text); n > kLongestLine)
            broken.push_back({at + "/" + ask.field, fmt::format("has {} characters; {} are allowed", n, kLongestLine), "say it shorter"});
    }
}

Result<ClaimsAnswer> find_claims(const ClaimsQuestion& question) {
    if (question.text.size() > kLongestClaimsText)
        return fail(plimsoll::errors::invalid, "the text", {{"/text", fmt::format("has {} bytes; {} are allowed", question.text.size(), kLongestClaimsText), "give the part that holds the figures"}});
    TRY_ASSIGN(const people::Resume resume, people::read_resume(question.text));
    ClaimsAnswer out;
    for (const people::Statement& statement : resume.statements) {
        if (statement.heading || statement.instruction) continue;
        const std::string text = people::quote_of(resume.document.text(), statement.at.begin, statement.at.end);
        const ClaimedChange claim = claimed_change(text);
        const bool tells = claim.kind || (claim.before && claim.after) || (statement.figure && !statement.verb.empty());
        if (!tells) continue;
        if (out.claims.size() == kMostClaims) {
            ++out.left_out;
            continue;
        }
        const Figure figure = figure_of(text);
        TRY_ASSIGN(FigureCheck check, check_figure(figure));
        const auto& lines = resume.document.lines();
        const int line = statement.at.line < lines.size() ? lines[statement.at.line].number : 0;
        out.claims.push_back({line, statement.post ? resume.posts[*statement.post].title : "", figure, std::move(check)});
    }
    return out;
}

}  // namespace plimsoll::practice
