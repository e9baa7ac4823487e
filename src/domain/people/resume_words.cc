#include "domain/people/resume_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <unordered_set>

#include "base/invariant.h"
#include "domain/people/document_statements.h"
#include "domain/people/skill_automaton.h"

namespace plimsoll::people {

namespace {

/// Stems with their forms; the rest is spelt out.
const std::set<std::string, std::less<>>& verbs() {
    static const std::set<std::string, std::less<>> all = [] {
        std::set<std::string, std::less<>> out{
            "built",    "build",    "building", "led",     "lead",    "leading",  "ran",      "run",      "running",  "wrote",   "write",   "writing", "cut",      "cutting",  "drove",
            "drive",    "driving",  "took",     "taught",  "kept",    "keep",     "grew",     "grow",     "growing",  "made",    "set",     "setting", "split",    "put",      "brought",
            "held",     "won",      "found",    "began",   "shipped", "ship",     "shipping", "chose",    "rewrote",  "oversaw", "oversee", "overseeing", "rebuilt", "rebuild", "sped",
            "runs",     "builds",   "leads",    "writes",  "drives",  "takes",    "keeps",    "makes",    "sets",     "owned",    "spun",    "dug",     "gave",    "got",     "sent",   "sold",
            "bought",   "laid",     "dealt",    "met",     "saw",     "spoke",    "fought",   "caught",   "broke",    "shrank",   "checked", "looked",  "tracked", "pulled",  "designs", "develops",
            "responsible", "accountable", "involved"};
        static constexpr auto kStems = std::to_array<std::string_view>({
            "design",    "deploy",   "migrat",   "automat",  "own",      "operat",   "maintain", "develop",  "creat",     "implement", "introduc", "improv",   "reduc",    "manag",     "scal",
            "replac",    "roll",     "instrument", "mentor", "coach",    "hir",      "establish", "launch",  "deliver",   "architect", "optimis",  "optimiz",  "upgrad",   "monitor",   "configur",
            "administer", "support", "us",       "integrat", "mov",      "port",     "refactor", "consolidat", "eliminat", "increas",  "decreas",  "respond",  "debug",    "troubleshoot", "resolv",
            "commission", "provision", "tun",    "load-test", "test",    "secur",    "harden",   "document", "defin",     "standardis", "standardiz", "adopt",   "pioneer",  "coordinat", "command",
            "conduct",   "facilitat", "train",   "transform", "moderniz", "moderniss", "modernis", "rewrit", "restructur", "extend",   "expand",   "enabl",    "prevent",  "sav",       "shorten",
            "doubl",     "tripl",    "halv",     "accelerat", "streamlin", "simplif", "remov",    "retir",   "decommission", "analys", "analyz",   "review",   "audit",    "plan",      "forecast",
            "negotiat",  "present",  "publish",  "contribut", "worked",  "handl",    "perform",  "execut",   "achiev",    "restor",    "recover",  "stabilis", "stabiliz", "packag",    "embed",
            "enforc",    "evaluat",  "rollout",  "patch",    "cod",      "program",  "script",   "host",     "investigat", "lower",    "orchestrat", "partner", "participat", "carri",   "serv",
            "chair",     "organis",  "organiz",  "shard",    "benchmark", "profil",  "merg",     "convert",  "reorganis", "reorganiz", "stood",    "start", "fix", "detect", "initiat", "unifi", "rotat", "observ", "alert"});
        for (const std::string_view stem : kStems) {
            for (const char* ending : {"", "e", "ed", "d", "ing", "es", "s", "ied", "y", "ted", "ting", "ned", "ning", "ped", "ping", "ged", "ging"}) out.insert(std::string(stem) + ending);
        }
        // Endings that make another word: nouns that name a field, not a deed.
        for (const char* noun : {"us", "owns", "own", "port", "ports", "plan", "plans", "test", "tests", "script", "scripts", "program", "programs", "host", "hosts", "patch", "support", "review",
                                 "reviews", "design", "monitoring", "testing", "present", "partner", "partners", "profile", "profiles", "command", "commands", "scale", "scaling", "training",
                                 "coding", "programming", "tuning", "planning", "start", "lower", "code", "codes", "document", "documents", "document", "train", "trains", "using", "hosting",
                                 "scripting", "debugging", "troubleshooting", "process", "package", "packages", "packaging", "serve", "movs", "audit", "audits", "benchmark", "use", "uses",
                                 "monitor", "monitors", "profiling", "sharding", "benchmarking", "handle", "coaching", "mentoring", "hiring", "orchestration", "alert", "alerts", "alerting", "fix", "fixes", "observ", "start", "started", "starting"})
            out.erase(noun);
        for (const char* verb : {"using", "planned", "owned", "owning", "mentoring", "coaching", "hiring", "scripted", "handling", "load-tested"}) out.insert(verb);
        return out;
    }();
    return all;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

namespace {

/// The verbs again, for one look a word: by first letter and length, then a hash of at most 16 bytes.
class VerbTable {
public:
    static constexpr std::size_t kLongest = 16;

    VerbTable() {
        for (const std::string& verb : verbs()) {
            INVARIANT(verb.size() <= kLongest, "the longest verb");
            Key key;
            for (std::size_t i = 0; i < verb.size(); ++i) key.put(i, verb[i]);
            std::size_t slot = key.hash() % slots_.size();
            while (slots_[slot] != Key{}) slot = (slot + 1) % slots_.size();
            slots_[slot] = key;
            shapes_[static_cast<unsigned char>(verb.front())] |= 1U << verb.size();
        }
    }
    /// `word` in any case.
    [[nodiscard]] bool holds(std::string_view word) const {
        if (word.empty() || word.size() > kLongest || ((shapes_[static_cast<unsigned char>(lowered(word.front()))] >> word.size()) & 1U) == 0) return false;
        Key key;
        for (std::size_t i = 0; i < word.size(); ++i) key.put(i, lowered(word[i]));
        for (std::size_t slot = key.hash() % slots_.size(); slots_[slot] != Key{}; slot = (slot + 1) % slots_.size()) {
            if (slots_[slot] == key) return true;
        }
        return false;
    }

private:
    struct Key {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
        void put(std::size_t i, char c) { (i < 8 ? first : second) |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << (i % 8 * 8); }
        [[nodiscard]] std::size_t hash() const { return static_cast<std::size_t>((first * 0x9E3779B97F4A7C15U ^ (second + 0x7F4A7C15U) * 0xC2B2AE3D27D4EB4FU) >> 17); }
        friend bool operator==(const Key&, const Key&) = default;
    };
    std::vector<Key> slots_ = std::vector<Key>(16384);  // a fifth of them full
    std::array<std::uint32_t, 256> shapes_{};
};

const VerbTable& verb_table() {
    static const VerbTable table;
    return table;
}

}  // namespace

bool is_doing_verb(std::string_view word) { return verb_table().holds(word); }

namespace {

std::string_view first_word(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size() && !is_word_byte(text[begin])) ++begin;
    std::size_t end = begin;
    while (end < text.size() && (is_word_byte(text[end]) || text[end] == '-')) ++end;
    return text.substr(begin, end - begin);
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// "Simulated", "Inherited": at the begin of a statement a past form is a deed, unless it only describes what follows.
bool is_past_form(std::string_view lower) {
    static constexpr auto kDescribes = std::to_array<std::string_view>({"advanced", "experienced", "certified", "distributed", "based", "related", "embedded", "skilled", "motivated", "dedicated", "unlimited", "detailed", "seasoned",
                                                                        "accomplished", "qualified", "talented", "driven", "oriented", "proven", "limited", "shared", "mixed", "speed", "feed", "need", "seed", "exceed", "red",
                                                                        "hundred", "united", "associated", "combined", "extended", "applied", "required", "preferred", "named", "interested", "passionated", "proceed", "focused",
                                                                        "varied", "trusted", "retired", "chartered", "licensed", "licenced", "self-motivated", "self-employed", "unrelated", "selected"});
    return lower.size() >= 5 && lower.ends_with("ed") && !one_of(lower, kDescribes);
}

/// "Handling P1 incidents", "Preparing reports": not "Monitoring: Prometheus" and not a field ("Engineering").
bool is_going_on(std::string_view lower, std::string_view rest) {
    static constexpr auto kFields = std::to_array<std::string_view>({"engineering", "networking", "including", "during", "according", "following", "outstanding", "marketing", "accounting", "consulting", "everything", "something", "nothing",
                                                                     "learning", "pursuing", "studying", "programming", "computing", "scripting", "alerting", "logging", "tracing", "testing", "training", "manufacturing", "exciting", "existing",
                                                                     "spring", "string", "being", "having", "working"});
    if (lower.size() < 6 || !lower.ends_with("ing") || one_of(lower, kFields)) return false;
    // What follows is what it is done to.
    return rest.size() > 2 && rest[0] == ' ' && (is_word_byte(rest[1]) || rest[1] == '"');
}

/// "Own the authorisation path", "Test every release": a word that is a noun elsewhere, before what it is done to.
bool is_order(std::string_view lower, std::string_view rest) {
    static const std::unordered_set<std::string_view> kWords({"own", "test", "plan", "script", "host", "patch", "support", "review", "design", "monitor", "command", "scale", "code", "document", "train", "audit", "benchmark",
                                                                    "use", "handle", "fix", "chair", "coach", "mentor", "hire", "help", "teach", "pair", "report", "sponsor", "start", "present", "partner", "look", "share", "wrote"});
    static constexpr auto kObjects = std::to_array<std::string_view>({"a", "an", "the", "our", "my", "all", "its", "their", "every", "each", "both", "new", "and", "with", "after", "to", "four", "three", "two", "five", "six"});
    return kWords.contains(lower) && one_of(std::string_view(lowered(first_word(rest))), kObjects);
}

}  // namespace

bool begins_with_past_deed(std::string_view text) {
    static constexpr auto kPast = std::to_array<std::string_view>({"led", "ran", "built", "wrote", "cut", "drove", "took", "taught", "kept", "grew", "made", "set", "split", "put", "brought", "held", "won", "found", "began", "chose", "rewrote",
                                                                   "oversaw", "rebuilt", "sped"});
    const std::string lower = lowered(first_word(text));
    return one_of(std::string_view(lower), kPast) || is_past_form(lower);
}

bool names_a_role(std::string_view text) {
    static constexpr auto kRoles = std::to_array<std::string_view>({"engineer", "developer", "administrator", "manager", "director", "architect", "consultant", "analyst", "specialist", "lead", "programmer", "technician", "officer",
                                                                    "scientist", "researcher", "intern", "trainer", "instructor", "head", "president", "founder", "owner", "sre", "assistant", "apprentice", "student", "trainee",
                                                                    "operator", "sysadmin", "contractor", "freelancer", "expert", "coordinator", "supervisor", "lecturer", "tester", "designer", "captain", "sergeant"});
    const std::vector<Word> words = words_of_text(text, 0, text.size());
    return std::any_of(words.begin(), words.end(), [&](const Word& word) { return one_of(std::string_view(word.text), kRoles); });
}

bool tells_an_amount(std::string_view statement) {
    static constexpr auto kAmounts = std::to_array<std::string_view>({"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "fifty", "hundred", "every", "everything", "daily", "weekly", "nightly",
                                                                      "monthly", "quarterly"});
    const std::vector<Word> words = words_of_text(statement, 0, statement.size());
    if (words.size() < 4) return false;
    return first_figure(statement).has_value() || std::any_of(words.begin(), words.end(), [&](const Word& word) { return one_of(std::string_view(word.text), kAmounts); });
}

FoundWord doing_verb(std::string_view statement) {
    // Without words_of_text: this runs on every statement.
    const VerbTable& table = verb_table();
    if (const std::string_view first = first_word(statement); !first.empty() && first.size() <= 24) {
        const auto at = static_cast<std::size_t>(first.data() - statement.data());
        const std::string lower = lowered(first);
        if (is_past_form(lower) || is_going_on(lower, statement.substr(at + first.size())) || is_order(lower, statement.substr(at + first.size()))) return {at, lower};
    }
    for (std::size_t i = 0; i < statement.size();) {
        if (!is_word_byte(statement[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < statement.size() && (is_word_byte(statement[end]) || statement[end] == '-')) ++end;
        if (table.holds(statement.substr(i, end - i))) return {i, lowered(statement.substr(i, end - i))};
        // "well-tested", "Re-built": the last part.
        i = end;
    }
    return {};
}

constexpr auto kFamiliar = std::to_array<std::string_view>({"familiar with",  "familiarity with", "exposure to",     "exposed to",   "coursework",   "course work", "basic knowledge", "basics of",
                                                               "basic understanding", "some experience", "beginner",   "learning",     "interested in", "interest in", "introductory",   "tutorial",
                                                               "still learning", "reading knowledge", "pursuing", "a little", "some exposure", "conversant with", "shadowed",       "studied",          "attended",        "working knowledge", "theoretical", "hobby",    "limited experience", "awareness of"});

std::string familiarity(std::string_view lower) {
    for (const std::string_view phrase : kFamiliar) {
        if (const std::size_t at = find_phrase(lower, phrase); at != std::string_view::npos) return std::string(phrase);
    }
    return {};
}

constexpr auto kInstructions = std::to_array<std::string_view>({
        "ignore previous",     "ignore all previous", "ignore the above",      "ignore all instructions", "ignore any",           "disregard previous", "disregard the above", "disregard all",
        "rate this candidate", "rate the candidate",  "score this candidate",  "mark this candidate",     "recommend this candidate", "system prompt",  "as an ai",            "you are an ai",
        "language model",      "note to the reviewer", "give this resume",     "rank this",               "must be labelled",     "label every skill"});

bool reads_as_instruction(std::string_view lower) {
    for (const std::string_view phrase : kInstructions) {
        const std::size_t at = find_phrase(lower, phrase);
        if (at == std::string_view::npos) continue;
        // "Large language model platform" is a skill; a statement that tells the model what to do is not.
        if (phrase == "language model" && lower.find("you ") == std::string_view::npos && lower.find("instruction") == std::string_view::npos) continue;
        return true;
    }
    return false;
}

std::vector<std::uint32_t> phrase_places(std::string_view text) {
    static const SkillAutomaton phrases([] {
        std::vector<std::string> all(kFamiliar.begin(), kFamiliar.end());
        all.insert(all.end(), kInstructions.begin(), kInstructions.end());
        return all;
    }());
    std::vector<std::uint32_t> places;
    for (const NameMatch& match : phrases.find(text)) places.push_back(match.begin);
    std::sort(places.begin(), places.end());
    return places;
}

std::optional<Figure> first_figure(std::string_view statement) {
    for (std::size_t i = 0; i < statement.size(); ++i) {
        if (!is_digit(statement[i])) continue;
        std::size_t begin = i;
        std::size_t end = i;
        while (end < statement.size() && (is_digit(statement[end]) || ((statement[end] == ',' || statement[end] == '.') && end + 1 < statement.size() && is_digit(statement[end + 1])))) ++end;
        const std::string_view digits = statement.substr(begin, end - begin);
        i = end;
        if (begin > 0 && (statement[begin - 1] == '$' || static_cast<unsigned char>(statement[begin - 1]) >= 0x80)) return Figure{begin, end};
        if (begin > 0 && (is_word_byte(statement[begin - 1]) || statement[begin - 1] == '/' || statement[begin - 1] == '.' || statement[begin - 1] == '-' || statement[begin - 1] == '\'')) {
            if (statement[begin - 1] != '-' || begin < 2 || !is_digit(statement[begin - 2])) {
                while (i < statement.size() && is_word_byte(statement[i])) ++i;
                continue;  // a part of a name: "k8s", "HTTP/2", "SOC-2", "p99"
            }
        }
        const bool year = digits.size() == 4 && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20");
        const std::string_view rest = statement.substr(end);
        if (!rest.empty() && (rest[0] == '%' || rest[0] == '+' || rest[0] == 'x' || rest[0] == 'k' || rest[0] == 'K' || rest[0] == 'M' || rest[0] == 'm' || rest[0] == 's' || rest[0] == 'h' ||
                              rest[0] == 'T' || rest[0] == 'G' || rest[0] == 'B')) {
            if (!year) return Figure{begin, end};
        }
        if (!rest.empty() && (rest[0] == '/' || is_word_byte(rest[0]))) continue;  // "24/7", "8i"
        if (year) continue;
        // A version stands behind a name and before no unit: "Python 3.11", "(v2)". A figure is followed by what it counts.
        std::size_t next = 0;
        while (next < rest.size() && rest[next] == ' ') ++next;
        const bool counted = next > 0 && next < rest.size() && (std::isalpha(static_cast<unsigned char>(rest[next])) != 0 || rest[next] == '%');
        if (!counted) continue;
        const std::string_view word = rest.substr(next, first_of(rest, " ,.;)", next) - next);
        if (word == "and" || word == "or" || word == "with" || word == "on" || word == "in" || word == "for") continue;
        return Figure{begin, end};
    }
    return std::nullopt;
}

}  // namespace plimsoll::people
