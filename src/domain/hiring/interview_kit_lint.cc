#include "domain/hiring/interview_kit_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/catalog/hint.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/kit_wording.h"
#include "domain/people/question_words.h"

namespace plimsoll::hiring {

namespace {

using people::Question;

std::size_t words_in(std::string_view text) { return people::words_in(text, true); }

bool has(const std::vector<std::string>& list, const std::string& item) { return std::find(list.begin(), list.end(), item) != list.end(); }

std::vector<std::string> ids_of(const people::Bank& bank) {
    std::vector<std::string> out;
    for (const Question& q : bank.questions()) out.push_back(q.id);
    return out;
}

class KitLinter {
public:
    KitLinter(const people::Bank& bank, catalog::Problems& problems) : bank_(bank), problems_(problems) {}

    void look(const InterviewKit& kit) {
        kit_ = &kit;
        needed(kit.place, "purpose", kit.purpose, "say what this kit finds out");
        needed(kit.place, "level", kit.level, "name the level of your ladder");
        needed(kit.place, "panel", kit.panel, "say what whoever leads the panel must know");
        said(kit.place, "title", kit.title);
        said(kit.place, "purpose", kit.purpose);
        said(kit.place, "panel", kit.panel);
        for (const KitDimension& dimension : kit.dimensions) look(dimension);
        std::map<std::string, std::string> asked;
        for (const KitRound& round : kit.rounds) look(round, asked);
        for (const RedFlag& flag : kit.red_flags) look(flag);
        if (kit.red_flags.size() < kLeastRedFlags)
            warn(kit.place, "red_flags", fmt::format("has {}; at least {} are expected", kit.red_flags.size(), kLeastRedFlags), "write what should be looked at twice, with what would speak against it");
    }

private:
    void warn(const yaml::Place& place, std::string_view part, std::string rule, std::string remedy) {
        problems_.warn(errors::interview_kit_thin, place, fmt::format("{}: `{}` {}", kit_->id, part, rule), std::move(remedy));
    }
    void needed(const yaml::Place& place, std::string_view part, const std::string& text, const char* remedy) {
        if (text.empty()) warn(place, part, "is missing", remedy);
    }
    void said(const yaml::Place& place, std::string_view part, std::string_view text) {
        for (const Wording& wording : wording_of(text))
            problems_.warn(errors::kit_wording, place, fmt::format("{}: `{}` says \"{}\", which {}", kit_->id, part, wording.words, wording.why), std::string(wording.instead));
    }

    void look(const KitDimension& d) {
        needed(d.place, d.id + ".what", d.what, "say what is assessed, and what is not");
        said(d.place, d.id + ".name", d.name);
        said(d.place, d.id + ".what", d.what);
        for (const Anchor& anchor : d.anchors) look(d, anchor);
        side(d, "strong", d.strong);
        side(d, "weak", d.weak);
        if (d.questions.empty()) warn(d.place, d.id + ".questions", "is missing", "name the questions whose answers show it");
        for (const std::string& id : d.questions) shown_by(d, id);
        const bool tested = std::any_of(kit_->rounds.begin(), kit_->rounds.end(), [&](const KitRound& r) { return has(r.dimensions, d.id); });
        if (!tested) warn(d.place, d.id, "is assessed in no round", "add it to the `dimensions` of one, or leave it out");
    }
    void look(const KitDimension& d, const Anchor& anchor) {
        const std::string part = fmt::format("{}.anchors.{}", d.id, anchor.points);
        if (const std::size_t n = words_in(anchor.text); n < kLeastAnchorWords)
            warn(d.place, part, fmt::format("has {} words; at least {} are expected", n, kLeastAnchorWords), "say what somebody does, as it can be seen");
        said(d.place, part, anchor.text);
        for (const std::string& sentence : sentences_of(anchor.text)) {
            const auto [other, fresh] = sentences_.emplace(sentence, kit_->id + " " + part);
            if (!fresh) warn(d.place, part, fmt::format("has a sentence of `{}` too: \"{}\"", other->second, sentence), "say what differs");
        }
    }
    void side(const KitDimension& d, const char* key, const std::vector<std::string>& signals) {
        const std::string part = d.id + "." + key;
        if (signals.size() < kLeastKitSignals) warn(d.place, part, fmt::format("has {} items; at least {} are expected", signals.size(), kLeastKitSignals), "say how it looks when it is seen");
        for (const std::string& signal : signals) said(d.place, part, signal);
    }
    /// The question of an id that suits the role; null after a warning.
    const Question* suitable(const yaml::Place& place, const std::string& part, const std::string& id) {
        const Question* question = bank_.find(id);
        if (question == nullptr || question->id != id) {
            warn(place, part, fmt::format("names {}, which the bank does not have", id), catalog::did_you_mean(id, ids_of(bank_), "`plimsoll question list` shows the ids"));
            return nullptr;
        }
        if (std::find(question->roles.begin(), question->roles.end(), kit_->role) == question->roles.end())
            warn(place, part, fmt::format("names {}, which is not for the role {}", id, people::word_of(kit_->role)), "ask another question, or say in the question that it is");
        return question;
    }
    void shown_by(const KitDimension& d, const std::string& id) {
        const Question* question = suitable(d.place, d.id + ".questions", id);
        const auto dimension = people::from_word<people::Dimension>(d.id);
        if (question == nullptr || !dimension) return;
        if (std::find(question->dimensions.begin(), question->dimensions.end(), *dimension) == question->dimensions.end())
            warn(d.place, d.id + ".questions", fmt::format("names {}, whose answers show other dimensions", id), "name a question that shows it: `plimsoll question list --dimension " + d.id + "`");
    }

    void look(const KitRound& round, std::map<std::string, std::string>& asked) {
        const yaml::Place& at = round.place;
        needed(at, round.id + ".purpose", round.purpose, "say what the round is to find out");
        needed(at, round.id + ".tell", round.tell, "say what the candidate should know in advance");
        needed(at, round.id + ".opening.words", round.opening.words, "write what the interviewer says first");
        needed(at, round.id + ".closing.words", round.closing.words, "write how the round ends");
        for (const std::string* text : {&round.name, &round.purpose, &round.tell, &round.opening.words, &round.closing.words}) said(at, round.id, *text);
        if (round.closing.minutes < kLeastClosing)
            warn(at, round.id + ".closing.minutes", fmt::format("leaves {} minutes for the candidate's questions; at least {} are expected", round.closing.minutes, kLeastClosing), "ask less");
        if (round.dimensions.size() > kMostRated)
            warn(at, round.id + ".dimensions", fmt::format("has {}; nobody collects evidence on more than {}", round.dimensions.size(), kMostRated), "leave some to another round");
        add_up(round);
        for (const KitQuestion& q : round.questions) look(round, q, asked);
        for (const std::string& id : round.dimensions) {
            const KitDimension* d = find_dimension(*kit_, id);
            const bool shown = d != nullptr && std::any_of(round.questions.begin(), round.questions.end(), [&](const KitQuestion& q) { return has(d->questions, q.id); });
            if (!shown) warn(at, round.id + ".dimensions", fmt::format("has {}, and asks no question that shows it", id), "ask one of the dimension's questions");
        }
    }
    void add_up(const KitRound& round) {
        int sum = round.opening.minutes + round.closing.minutes;
        for (const KitQuestion& q : round.questions) sum += q.minutes;
        if (sum != round.minutes)
            warn(round.place, round.id + ".minutes", fmt::format("is {}, and its parts take {}", round.minutes, sum), "make opening, questions and closing add up to the round");
    }
    void look(const KitRound& round, const KitQuestion& q, std::map<std::string, std::string>& asked) {
        const std::string part = round.id + ".questions";
        const auto [other, fresh] = asked.emplace(q.id, round.id);
        if (!fresh) warn(q.place, part, fmt::format("asks {}, as {} does", q.id, other->second), "ask it once");
        const Question* question = suitable(q.place, part, q.id);
        if (question != nullptr && q.minutes < question->minutes)
            warn(q.place, part, fmt::format("gives {} minutes to {}, which takes {}", q.minutes, q.id, question->minutes), "give it more, or ask something shorter");
        const bool counts = std::any_of(round.dimensions.begin(), round.dimensions.end(), [&](const std::string& id) {
            const KitDimension* d = find_dimension(*kit_, id);
            return d != nullptr && has(d->questions, q.id);
        });
        if (!counts) warn(q.place, part, fmt::format("asks {}, which shows nothing that the round rates", q.id), "add it to the `questions` of a dimension, or leave it out");
    }

    void look(const RedFlag& flag) {
        for (const std::string* text : {&flag.text, &flag.look_for, &flag.opposing, &flag.ask}) said(flag.place, flag.id, *text);
        if (!flag.ask.ends_with('?')) warn(flag.place, flag.id + ".ask", "does not end with a question mark", "make it a question");
        if (folded(flag.opposing) == folded(flag.look_for)) warn(flag.place, flag.id + ".opposing", "says what `look_for` says", "say what would speak against it");
    }

    const people::Bank& bank_;
    catalog::Problems& problems_;
    const InterviewKit* kit_ = nullptr;
    std::map<std::string, std::string> sentences_;  // of anchors, to the kit and part that have them
};

class SetLinter {
public:
    SetLinter(const std::vector<InterviewKit>& kits, const people::Bank& bank, catalog::Problems& problems) : kits_(kits), bank_(bank), problems_(problems) {}

    void look(const CalibrationSet& set) {
        set_ = &set;
        if (set.purpose.empty()) warn(set.place, "purpose", "is missing", "say whom the set prepares for what");
        if (set.items.size() < kLeastItems) warn(set.place, "items", fmt::format("has {}; at least {} are expected", set.items.size(), kLeastItems), "write more answers");
        const auto kit = std::find_if(kits_.begin(), kits_.end(), [&](const InterviewKit& k) { return k.id == set.interview_kit; });
        if (kit == kits_.end()) warn(set.place, "interview_kit", fmt::format("names {}, which is no kit", set.interview_kit), "`plimsoll interview kit list` shows the ids");
        for (const CalibrationItem& item : set.items) look(item, kit == kits_.end() ? nullptr : &*kit);
        all_points();
    }

private:
    void warn(const yaml::Place& place, std::string_view part, std::string rule, std::string remedy) {
        problems_.warn(errors::interview_kit_thin, place, fmt::format("{}: `{}` {}", set_->id, part, rule), std::move(remedy));
    }
    void look(const CalibrationItem& item, const InterviewKit* kit) {
        if (bank_.find(item.question) == nullptr)
            warn(item.place, item.id + ".question", fmt::format("names {}, which the bank does not have", item.question), "`plimsoll question list` shows the ids");
        const std::size_t n = words_in(item.answer);
        if (n < kTranscriptWords.least || n > kTranscriptWords.most)
            warn(item.place, item.id + ".answer", fmt::format("has {} words; {} to {} are expected", n, kTranscriptWords.least, kTranscriptWords.most), "make it as long as somebody speaks");
        if (item.known.size() < 2) warn(item.place, item.id + ".known", "rates one dimension", "rate two at least, so that raters learn to tell them apart");
        for (const KnownRating& known : item.known) {
            if (kit != nullptr && find_dimension(*kit, known.dimension) == nullptr)
                warn(item.place, item.id + ".known", fmt::format("rates {}, which is no dimension of {}", known.dimension, kit->id), "rate one of the kit's");
            if (words_in(known.reason) < kLeastReasonWords)
                warn(item.place, item.id + ".known", fmt::format("gives {} no reason to learn from", known.dimension), "say which words of the answer it stands on");
            for (const Wording& wording : wording_of(known.reason))
                problems_.warn(errors::kit_wording, item.place, fmt::format("{}: `{}` says \"{}\", which {}", set_->id, item.id, wording.words, wording.why), std::string(wording.instead));
        }
    }
    void all_points() {
        std::set<int> points;  // 0: not assessed
        for (const CalibrationItem& item : set_->items)
            for (const KnownRating& known : item.known) points.insert(known.points.value_or(0));
        for (int p = 0; p <= 4; ++p)
            if (!points.contains(p))
                warn(set_->place, "items", p == 0 ? "have no dimension that is not assessed" : fmt::format("have no known rating of {}", p), "add one, so that the whole scale is met");
    }

    const std::vector<InterviewKit>& kits_;
    const people::Bank& bank_;
    catalog::Problems& problems_;
    const CalibrationSet* set_ = nullptr;
};

}  // namespace

void lint_interview_kits(const std::vector<InterviewKit>& kits, const people::Bank& bank, catalog::Problems& problems) {
    KitLinter linter(bank, problems);
    for (const InterviewKit& kit : kits) linter.look(kit);
}

void lint_calibration_sets(const std::vector<CalibrationSet>& sets, const std::vector<InterviewKit>& kits, const people::Bank& bank, catalog::Problems& problems) {
    SetLinter linter(kits, bank, problems);
    for (const CalibrationSet& set : sets) linter.look(set);
}

}  // namespace plimsoll::hiring
