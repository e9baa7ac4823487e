#include "domain/practice/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "domain/practice/story_words.h"

namespace plimsoll::practice {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_in(const std::string& word, const Vocabulary& words) { return std::find(words.begin(), words.end(), word) != words.end(); }

struct TimeUnit {
    std::string_view name;
    double seconds;
};
constexpr std::array<TimeUnit, 23> kTimes = {{{"ms", 0.001}, {"msec", 0.001}, {"millisecond", 0.001}, {"milliseconds", 0.001}, {"s", 1}, {"sec", 1}, {"secs", 1}, {"second", 1}, {"seconds", 1},
                                              {"m", 60}, {"min", 60}, {"mins", 60}, {"minute", 60}, {"minutes", 60}, {"h", 3600}, {"hr", 3600}, {"hrs", 3600}, {"hour", 3600}, {"hours", 3600},
                                              {"d", 86400}, {"day", 86400}, {"days", 86400}, {"weeks", 604800}}};
constexpr std::array<std::string_view, 8> kPeriods = {"second", "minute", "hour", "day", "week", "month", "quarter", "year"};

std::optional<double> seconds_in(std::string_view unit) {
    if (unit == "week" || unit == "wk" || unit == "w") return 604800;
    for (const TimeUnit& t : kTimes)
        if (t.name == unit) return t.seconds;
    return std::nullopt;
}

/// The digits at the front of a word, without separators of thousands.
struct Number {
    double value = 0;
    int decimals = 0;
    std::size_t length = 0;  // bytes of the word
};
std::optional<Number> number_of(const std::string& word) {
    std::string digits;
    Number out;
    bool point = false;
    for (; out.length < word.size(); ++out.length) {
        const char c = word[out.length];
        if (is_digit(c)) {
            digits += c;
            out.decimals += point ? 1 : 0;
        } else if (c == '.' && !point) {
            point = true;
            digits += c;
        } else if (c != ',') {
            break;
        }
    }
    if (digits.empty() || !is_digit(digits.front()) || digits.size() > 18) return std::nullopt;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
    if (read.ec != std::errc()) return std::nullopt;
    return out;
}

/// Reads one quantity word by word.
class Reader {
public:
    Reader(const std::string& text, const Phrases& phrases, std::size_t word) : text_(text), words_(phrases.words()), at_(word) {}

    std::optional<Quantity> read() {
        const auto number = number_of(words_[at_].text);
        if (!number) return std::nullopt;
        out_.from = at_;
        out_.value = out_.written = number->value;
        out_.decimals = number->decimals;
        const std::string raw = text_.substr(words_[at_].begin, words_[at_].end - words_[at_].begin);
        const std::string tail = raw.substr(std::min(number->length, raw.size()));
        ++at_;
        if (!suffix(tail)) return std::nullopt;
        if (tail.empty()) unit_word();
        money();
        behind();
        out_.to = at_;
        return out_;
    }

private:
    [[nodiscard]] std::string next(std::size_t ahead = 0) const {
        const std::size_t i = at_ + ahead;
        return i < words_.size() && words_[i].clause == words_[out_.from].clause ? words_[i].text : "";
    }
    void scale(double by) { out_.value *= by; }

    /// What is written to the number itself: "40%" parts, "3x", "90min", "1.2M". False: it is a name ("2xx", "503a").
    bool suffix(const std::string& raw) {
        if (raw.empty()) return true;
        if (raw == "x" || raw == "X") return out_.unit = Quantity::Unit::times, out_.written_unit = "x", true;
        if (raw == "k" || raw == "K") return scale(1e3), out_.written_unit = raw, true;
        if (raw == "M" || raw == "mn" || raw == "mio") return scale(1e6), out_.written_unit = raw, true;
        if (raw == "bn" || raw == "B") return scale(1e9), out_.written_unit = raw, true;
        if (raw == "pp" || raw == "ppt" || raw == "pts") return out_.unit = Quantity::Unit::points, out_.written_unit = raw, true;
        if (raw == "fold") return out_.unit = Quantity::Unit::times, out_.written_unit = raw, true;
        if (const auto seconds = seconds_in(raw)) return time(*seconds, raw), true;
        return composite(raw);
    }
    /// "h30m" behind the 1 of "1h30m".
    bool composite(const std::string& raw) {
        const std::size_t digit = raw.find_first_of("0123456789");
        if (digit == std::string::npos) return false;
        const auto unit = seconds_in(raw.substr(0, digit));
        const auto number = number_of(raw.substr(digit));
        const auto behind = number ? seconds_in(raw.substr(digit + number->length)) : std::nullopt;
        if (!unit || !behind) return false;
        out_.unit = Quantity::Unit::seconds;
        out_.value = out_.written * *unit + number->value * *behind;
        return true;
    }
    void time(double seconds, const std::string& unit) {
        out_.unit = Quantity::Unit::seconds;
        out_.written_unit = unit;
        scale(seconds);
        while (const auto more = another()) scale_on(*more);
    }
    /// "30min" or "30 min" after "1 h".
    struct More { double seconds; std::size_t words; };
    std::optional<More> another() const {
        const auto number = number_of(next());
        if (!number) return std::nullopt;
        const std::string tail = next().substr(number->length);
        const auto attached = seconds_in(tail);
        if (attached) return More{number->value * *attached, 1};
        const auto behind = tail.empty() ? seconds_in(next(1)) : std::nullopt;
        if (behind) return More{number->value * *behind, 2};
        return std::nullopt;
    }
    void scale_on(const More& more) {
        out_.value += more.seconds;
        at_ += more.words;
        out_.written_unit.clear();  // said in seconds' words from here on
    }
    void unit_word() {
        const std::string word = next();
        if (word == "%" || word == "percent" || (word == "per" && next(1) == "cent")) {
            at_ += word == "per" ? 2 : 1;
            out_.unit = Quantity::Unit::percent;
            out_.written_unit = "%";
            if (next().starts_with("point")) points(1);
            return;
        }
        if ((word == "percentage" && next(1).starts_with("point")) || (word == "basis" && next(1).starts_with("point"))) {
            if (word == "basis") scale(0.01);
            return points(2);
        }
        if (word == "pp" || word == "ppt" || word == "points" || word == "point") return points(1);
        if (word == "x" || word == "times" || word == "fold") {
            ++at_;
            out_.unit = Quantity::Unit::times;
            out_.written_unit = word;
            return;
        }
        if (word == "million" || word == "thousand" || word == "billion") {
            scale(word == "million" ? 1e6 : word == "thousand" ? 1e3 : 1e9);
            out_.written_unit = word;
            ++at_;
            return;
        }
        if (const auto seconds = seconds_in(word); seconds && !word.empty()) {
            ++at_;
            time(*seconds, word);
        }
    }
    void points(std::size_t words) {
        at_ += words;
        out_.unit = Quantity::Unit::points;
        out_.written_unit = "points";
    }
    void money() {
        const std::size_t begin = words_[out_.from].begin;
        const std::string_view before = std::string_view(text_).substr(0, begin);
        for (const char* sign : {"$", "\xE2\x82\xAC", "\xC2\xA3"}) {
            if (!before.ends_with(sign)) continue;
            out_.unit = Quantity::Unit::money;
            out_.sign = sign;
        }
        const std::string word = next();
        if (word == "eur" || word == "usd" || word == "euro" || word == "euros" || word == "dollars" || word == "gbp") {
            ++at_;
            out_.unit = Quantity::Unit::money;
        }
    }
    /// Whether the word so far ahead stands behind a slash.
    [[nodiscard]] bool divided(std::size_t ahead) const {
        const std::size_t i = at_ + ahead;
        return i > 0 && i < words_.size() && text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end).find('/') != std::string::npos;
    }
    /// What is counted, and per what: "pages a week".
    void behind() {
        const bool plain = out_.unit == Quantity::Unit::count;
        std::string unit = out_.written_unit;
        for (std::size_t ahead = 0; ahead < 6; ++ahead) {
            const std::string word = next(ahead);
            if (word.empty() || is_in(word, {"to", "and", "of", "from", "in", "by", "over", "with", "after", "before", "until", "then", "which", "that", "for"})) break;
            const std::string period = next(ahead + 1);
            std::string one = period.ends_with('s') ? period.substr(0, period.size() - 1) : period;
            if (divided(ahead) && std::find(kPeriods.begin(), kPeriods.end(), word) != kPeriods.end()) {
                out_.per = word;
                if (plain) unit += "/" + word;
                break;
            }
            const bool per = (word == "a" || word == "an" || word == "per" || word == "each" || word == "every") && std::find(kPeriods.begin(), kPeriods.end(), one) != kPeriods.end();
            if (per) out_.per = one;
            if (plain && ahead < 3) unit += (unit.empty() ? "" : " ") + word;
            if (per) {
                if (plain && ahead < 3) unit += " " + period;
                break;
            }
        }
        if (plain) out_.written_unit = unit;
    }

    const std::string& text_;
    const std::vector<Word>& words_;
    std::size_t at_;
    Quantity out_;
};

const Vocabulary kDown = {"reduced", "reduce", "reducing", "reduction", "reductions", "cut", "cuts", "cutting", "lowered", "lower", "lowering", "decreased", "decrease", "decreasing", "dropped", "drop", "dropping", "fell", "fall", "fallen", "shortened", "shorten", "less", "fewer", "saved", "saving", "save", "savings", "shrank", "shrunk", "slashed", "trimmed", "down", "declined", "decline", "halved", "halving", "eliminated", "removed", "cheaper", "shorter", "smaller", "quieter", "quartered"};
const Vocabulary kUp = {"increased", "increase", "increasing", "raised", "raise", "raising", "rose", "grew", "grow", "growth", "higher", "more", "boosted", "boost", "doubled", "doubling", "tripled", "tripling", "quadrupled", "up", "gained", "scaled", "larger", "bigger"};
const Vocabulary kSpeed = {"faster", "speedup", "quicker", "speed", "sped", "accelerated"};
const Vocabulary kLess = {"less", "fewer", "lower", "smaller", "cheaper", "shorter", "slower", "quieter"};

class ClaimReader {
public:
    explicit ClaimReader(const std::string& claim) : text_(claim), phrases_(claim), words_(phrases_.words()) {}

    ClaimedChange read() {
        for (std::size_t i = 0; i < words_.size();) {
            const auto q = quantity_at(text_, phrases_, i);
            if (q) found_.push_back(*q);
            i = q ? std::max(q->to, i + 1) : i + 1;
        }
        direction();
        before_and_after();
        for (const Quantity& q : found_) {
            if (!out_.kind && !taken(q)) amount(q);
        }
        if (!out_.kind) in_a_word();
        for (const Quantity& q : found_) {
            const bool one = q.unit == Quantity::Unit::seconds || q.unit == Quantity::Unit::money || q.unit == Quantity::Unit::count;
            if (out_.kind || out_.by || taken(q) || !one || !follows_by(q)) continue;
            out_.by = q;
            out_.words = "by " + said(q);
            hedge(q);
        }
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string word(std::size_t i) const { return i < words_.size() ? words_[i].text : ""; }
    [[nodiscard]] std::string before(const Quantity& q, std::size_t back = 1) const { return q.from >= back ? words_[q.from - back].text : ""; }
    [[nodiscard]] bool taken(const Quantity& q) const {
        return (out_.before && out_.before->from == q.from) || (out_.after && out_.after->from == q.from);
    }

    /// "by 200 ms", "by about 200 ms".
    [[nodiscard]] bool follows_by(const Quantity& q) const {
        return before(q) == "by" || before(q, 2) == "by" || before(q, 3) == "by";
    }

    void direction() {
        for (const Word& w : words_) {
            out_.speed |= is_in(w.text, kSpeed);
            if (out_.direction != ClaimedChange::Direction::open) continue;
            const bool than = (w.text == "more" || w.text == "less") && &w != &words_.back() && (&w)[1].text == "than";
            if (than) continue;
            if (is_in(w.text, kDown)) out_.direction = ClaimedChange::Direction::down;
            else if (is_in(w.text, kUp) && !(w.text == "up" && &w != &words_.back() && (&w)[1].text == "to")) out_.direction = ClaimedChange::Direction::up;
        }
        if (out_.speed) out_.direction = ClaimedChange::Direction::open;
    }

    void before_and_after() {
        for (std::size_t i = 0; i + 1 < found_.size(); ++i) {
            Quantity a = found_[i];
            const Quantity& b = found_[i + 1];
            const std::size_t gap_begin = words_[a.to - 1].end;
            const std::string gap = text_.substr(gap_begin, words_[b.from].begin - gap_begin);
            const bool arrow = gap.find("->") != std::string::npos || gap.find("\xE2\x86\x92") != std::string::npos || gap.find("=>") != std::string::npos;
            const bool to = before(b) == "to" && (before(a) == "from" || (a.from >= 2 && before(a, 2) == "from") || b.from - a.to <= 2);
            if (!arrow && !(to && b.from - a.from <= 10)) continue;
            if (before(a) == "up") continue;
            borrow_unit(a, b);
            if (a.unit != b.unit || (is_year(a) && is_year(b))) continue;
            out_.before = a;
            out_.after = b;
            return;
        }
        for (const Quantity& q : found_) {
            const bool to = before(q) == "to" && before(q, 2) != "up" && q.unit != Quantity::Unit::percent && q.unit != Quantity::Unit::points && q.unit != Quantity::Unit::times;
            if (to) out_.after = q;
        }
    }
    [[nodiscard]] static bool is_year(const Quantity& q) { return q.unit == Quantity::Unit::count && q.written_unit.empty() && q.decimals == 0 && q.value >= 1950 && q.value < 2100; }
    /// "from 90 to 54 min".
    static void borrow_unit(Quantity& a, const Quantity& b) {
        if (a.unit != Quantity::Unit::count || b.unit == Quantity::Unit::count || !a.written_unit.empty()) return;
        a.unit = b.unit;
        if (b.unit == Quantity::Unit::seconds) a.value = a.written * *seconds_in(b.written_unit.empty() ? "s" : b.written_unit);
        a.written_unit = b.written_unit;
        if (a.per.empty()) a.per = b.per;
    }

    void amount(const Quantity& q) {
        const bool change = out_.direction != ClaimedChange::Direction::open || out_.speed || before(q) == "by" || phrases_.stated({"improve*", "improvement", "better", "gain*"});
        if (q.unit == Quantity::Unit::points) {
            take(q, ClaimedChange::Kind::points);
        } else if (q.unit == Quantity::Unit::times) {
            if (word(q.to) == "a" || word(q.to) == "per") return;  // "3 times a week"
            take(q, ClaimedChange::Kind::factor);
        } else if (q.unit == Quantity::Unit::percent && change && !(word(q.to) == "of" && before(q) != "by")) {
            take(q, ClaimedChange::Kind::percent);
            out_.to = before(q) == "to" && before(q, 2) != "up";
        }
    }
    void take(const Quantity& q, ClaimedChange::Kind kind) {
        out_.kind = kind;
        out_.amount = q.unit == Quantity::Unit::points || q.unit == Quantity::Unit::percent || q.unit == Quantity::Unit::times ? q.value : q.written;
        out_.decimals = q.decimals;
        out_.less = kind == ClaimedChange::Kind::factor && (is_in(word(q.to), kLess) || (word(q.to) == "as" && is_in(word(q.to + 1), {"few", "little"})));
        if (kind == ClaimedChange::Kind::factor && is_in(word(q.to), kSpeed)) out_.speed = true, out_.direction = ClaimedChange::Direction::open;
        hedge(q);
        const std::size_t last = std::min(words_.size(), q.to + (out_.less || out_.speed ? 1 : 0));
        out_.words = phrases_.quote(words_[q.from].begin, words_[std::max(last, q.from + 1) - 1].end);
    }
    void hedge(const Quantity& q) {
        const std::string one = before(q);
        const std::string two = before(q, 2);
        using Hedge = ClaimedChange::Hedge;
        if (is_in(one, {"about", "around", "roughly", "approximately", "circa", "some", "approx"})) out_.hedge = Hedge::about;
        if (is_in(one, {"nearly", "almost"})) out_.hedge = Hedge::nearly;
        if (one == "over" || one == "above" || (one == "than" && two == "more") || (one == "least" && two == "at")) out_.hedge = Hedge::at_least;
        if (one == "under" || one == "below" || (one == "than" && two == "less") || (one == "to" && two == "up")) out_.hedge = Hedge::at_most;
        const std::size_t begin = words_[q.from].begin;
        if (begin > 0 && text_[begin - 1] == '~') out_.hedge = Hedge::about;
        if (word(q.from + 1) == "+" || (words_[q.to - 1].end < text_.size() && text_[words_[q.to - 1].end] == '+')) out_.hedge = Hedge::at_least;
    }

    void in_a_word() {
        struct Told { std::string_view phrase; ClaimedChange::Kind kind; double amount; };
        using Kind = ClaimedChange::Kind;
        static const std::array<Told, 15> told = {{{"halved|halving", Kind::factor, 2}, {"doubled|doubling", Kind::factor, 2}, {"tripled|tripling|trebled", Kind::factor, 3}, {"quadrupled", Kind::factor, 4}, {"quartered", Kind::factor, 4},
                                                   {"by half", Kind::percent, 50}, {"in half", Kind::percent, 50}, {"by two thirds", Kind::percent, 66.67}, {"by a third", Kind::percent, 33.33}, {"by one third", Kind::percent, 33.33},
                                                   {"by a quarter", Kind::percent, 25}, {"by three quarters", Kind::percent, 75}, {"by a fifth", Kind::percent, 20}, {"by a tenth", Kind::percent, 10}, {"twice as", Kind::factor, 2}}};
        for (const Told& t : told) {
            const auto found = phrases_.stated({t.phrase});
            if (!found) continue;
            out_.kind = t.kind;
            out_.amount = t.amount;
            out_.rough = true;
            out_.words = phrases_.quote(*found);
            if (t.phrase.starts_with("halved") || t.phrase == "quartered") out_.direction = ClaimedChange::Direction::down;
            return;
        }
    }

    const std::string& text_;
    Phrases phrases_;
    const std::vector<Word>& words_;
    std::vector<Quantity> found_;
    ClaimedChange out_;
};

}  // namespace

std::optional<Quantity> quantity_at(const std::string& text, const Phrases& phrases, std::size_t word) {
    if (word >= phrases.words().size()) return std::nullopt;
    return Reader(text, phrases, word).read();
}

std::optional<Quantity> first_quantity(const std::string& text) {
    const Phrases phrases(text);
    for (std::size_t i = 0; i < phrases.words().size(); ++i) {
        if (auto found = quantity_at(text, phrases, i)) return found;
    }
    return std::nullopt;
}

std::string rounded(double value, int digits) {
    std::string out = fmt::format("{:.{}f}", value, digits);
    if (out.find('.') != std::string::npos) {
        out.erase(out.find_last_not_of('0') + 1);
        if (out.back() == '.') out.pop_back();
    }
    return out == "-0" ? "0" : out;
}

std::string said(const Quantity& q) {
    if (q.unit == Quantity::Unit::seconds && q.written_unit.empty()) return text::duration_words(Duration::ms(std::llround(q.value * 1000)));
    std::string number = rounded(q.written, std::max(q.decimals, 0));
    number = q.sign + number;
    if (q.written_unit.empty()) return number;
    const bool attached = q.written_unit == "x" || q.written_unit == "k" || q.written_unit == "K" || q.written_unit == "M" || q.written_unit == "B";
    return number + (attached ? "" : " ") + q.written_unit;
}

ClaimedChange claimed_change(const std::string& claim) { return ClaimReader(claim).read(); }

}  // namespace plimsoll::practice
