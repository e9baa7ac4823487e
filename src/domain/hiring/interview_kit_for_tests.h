// interview_kit_for_tests.h: interview kits and calibration sets as tests write them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "domain/hiring/calibration_reader.h"
#include "domain/hiring/interview_kit_reader.h"

namespace plimsoll::hiring::fixture {

/// Two dimensions, two rounds, three prompts; the linter has nothing against it, given whole_bank().
inline const std::string kWholeKit = R"(kit: interview
format: 1
id: acme
version: 3
role: senior
level: L5
title: Engineer at Acme
purpose: To find out whether somebody can run the terminals.
dimensions:
  - id: systems_thinking
    name: Systems thinking
    what: From symptom to cause.
    weight: 2
    anchors:
      1: Restarts the terminal and is content when the light is green again.
      2: Reads the log of one terminal and takes its last line as the cause.
      3: Compares terminals that fail with those that work until one difference is left.
      4: Says which measurement would tell the two remaining causes apart, and takes it first.
    strong: [Asks since when, Draws the path]
    weak: [Guesses, Blames the provider]
    questions: [T1, T2]
  - id: care
    name: Care
    what: What happens to shops while terminals fail.
    anchors:
      1: Leaves shops to find out by themselves that cards do not work today.
      2: Tells the shops once, in the words of the network, that there is trouble.
      3: Tells shops what works, what does not, and when they will hear again.
      4: Arranges with shops beforehand how they go on selling without any terminal.
    strong: [Thinks of cash, Calls back]
    weak: [Silence, Jargon]
    questions: [T2]
rounds:
  - id: terminal
    name: The terminal
    minutes: 40
    purpose: How a failure is taken apart.
    tell: A failing terminal on paper.
    dimensions: [systems_thinking]
    opening: {minutes: 5, words: I am the terminal.}
    questions: [{id: T1, minutes: 25}]
    closing: {minutes: 10, words: Your questions please.}
  - id: shops
    name: The shops
    minutes: 30
    purpose: How shops are cared for.
    tell: A talk about shops.
    dimensions: [care, systems_thinking]
    opening: {minutes: 5, words: I am a shop.}
    questions: [{id: T2, minutes: 15}]
    closing: {minutes: 10, words: Thank you.}
red_flags:
  - {id: hero, text: Rescues only, look_for: Nights., opposing: A lasting fix., ask: "What now?"}
  - {id: sure, text: Sure of all, look_for: No doubt., opposing: One doubt., ask: "How so?"}
  - {id: never, text: Never wrong, look_for: Others., opposing: Own part., ask: "And you?"}
panel: Read evidence first.
)";

/// `from` once, in place of it `to`.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) return "NOT FOUND: " + from;
    return text.replace(at, from.size(), to);
}

struct ReadKits {
    std::vector<InterviewKit> kits;
    std::vector<catalog::Problem> errors;
};
inline ReadKits read(const std::vector<catalog::FileText>& files) {
    catalog::Problems problems;
    ReadKits out;
    out.kits = read_interview_kits(files, problems);
    out.errors = problems.in_order_errors();
    return out;
}
inline ReadKits read(const std::string& text) { return read(std::vector<catalog::FileText>{{"kit.yaml", text}}); }

inline InterviewKit whole_kit() { return read(kWholeKit).kits.at(0); }

/// A set with six answers, rated on every point and on none.
inline std::string whole_set() {
    std::string words = "so";
    for (int i = 1; i < 120; ++i) words += fmt::format(" word{}", i);
    std::string out = "kit: calibration\nformat: 1\nid: acme-set\nversion: 2\ntitle: Terminals\npurpose: To learn.\ninterview_kit: acme\nitems:\n";
    const char* const points[] = {"points: 1", "points: 2", "points: 3, also: [2, 4]", "points: 4, also: [3]", "points: 3", "not_assessed: true"};
    for (int i = 0; i < 6; ++i)
        out += fmt::format("  - id: i{}\n    question: T1\n    answer: {}\n    known:\n      - {{dimension: systems_thinking, {}, reason: it stands on six words here}}\n"
                           "      - {{dimension: care, points: 2, reason: it stands on six words here}}\n",
                           i + 1, words, points[i]);
    return out;
}

struct ReadSets {
    std::vector<CalibrationSet> sets;
    std::vector<catalog::Problem> errors;
};
inline ReadSets read_sets(const std::string& text) {
    catalog::Problems problems;
    ReadSets out;
    out.sets = read_calibration_sets({{"set.yaml", text}}, problems);
    out.errors = problems.in_order_errors();
    return out;
}

/// "line rule" of each.
inline std::vector<std::string> told(const std::vector<catalog::Problem>& problems) {
    std::vector<std::string> out;
    for (const catalog::Problem& p : problems) out.push_back(std::to_string(p.line) + " " + p.rule);
    return out;
}

}  // namespace plimsoll::hiring::fixture
