// match_truth_test.cc: made-up resumes and jobs against what somebody who read them by hand says (tests/people/truth). These are the
// texts among them; those in PDF and Word need their reader too: tests/e2e/people_truth.py.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "domain/people/match_claims.h"
#include "domain/people/match_for_tests.h"

namespace plimsoll::people {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(PLIMSOLL_SOURCE_DIR) / "tests" / "people";

std::string contents(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Read here, without the reader of another format.
bool is_text(const fs::path& file) { return file.extension() == ".txt" || file.extension() == ".md" || file.extension() == ".json"; }

/// The file of that stem, whatever its ending.
fs::path file_named(const fs::path& folder, const std::string& stem) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().stem() == stem) return entry.path();
    }
    ADD_FAILURE() << "no " << stem << " in " << folder;
    return {};
}

/// Lines of a truth file; what the program is known to miss counts as truth and is told apart.
struct Truth {
    std::set<std::string> lines;
    std::set<std::string> known_wrong;
};
Truth truth_of(const fs::path& file) {
    Truth out;
    std::istringstream in(contents(file));
    for (std::string line; std::getline(in, line);) {
        const bool known = line.starts_with("known-wrong ");
        if (known) line.erase(0, 12);
        if (line.empty() || line.starts_with("gate ") || line.starts_with("denied ")) continue;
        for (const std::string_view how : {"used ", "listed "}) {
            if (line.starts_with(how)) line.erase(0, how.size());
        }
        out.lines.insert(line);
        if (known) out.known_wrong.insert(line);
    }
    return out;
}

struct Score {
    int right = 0;
    int extra = 0;
    int missed = 0;
    void add(const std::string& name, const Truth& truth, const std::set<std::string>& got) {
        for (const std::string& g : got) {
            if (truth.lines.contains(g)) ++right;
            else ++extra;
            if (!truth.lines.contains(g)) std::cout << "  " << name << ": not in the truth: " << g << "\n";
        }
        for (const std::string& t : truth.lines) {
            if (got.contains(t)) continue;
            ++missed;
            if (!truth.known_wrong.contains(t)) std::cout << "  " << name << ": missed: " << t << "\n";
        }
    }
    [[nodiscard]] double precision() const { return static_cast<double>(right) / std::max(1, right + extra); }
    [[nodiscard]] double recall() const { return static_cast<double>(right) / std::max(1, right + missed); }
};

TEST(MatchTruth, SkillsThatResumesName) {
    Score score;
    int files = 0;
    for (const auto& entry : fs::directory_iterator(kFolder / "resumes")) {
        if (!is_text(entry.path())) continue;
        ++files;
        const std::string name = entry.path().stem();
        const Resume resume = *read_resume(contents(entry.path()));
        const Claims claims(resume, *hits_of(resume, fixture::finder()), shipped_skills(), {2026, 11});
        std::set<std::string> got;
        for (const SkillHit& hit : claims.hits()) {
            if (hit.state == SkillHit::State::counts && !resume.statements[claims.statement_of(hit)].instruction) got.insert(shipped_skills()[hit.skill].id);
        }
        score.add(name, truth_of(kFolder / "truth" / ("skills-" + name + ".txt")), got);
    }
    std::cout << "skills of " << files << " resumes: precision " << score.precision() << ", recall " << score.recall() << " (" << score.right << " right, " << score.extra << " extra, "
              << score.missed << " missed)\n";
    EXPECT_GE(files, 6);
    EXPECT_GE(score.precision(), 0.97);
    EXPECT_GE(score.recall(), 0.93);
}

TEST(MatchTruth, WhatJobsAskAndWhatResumesShow) {
    Score asked;
    Score labels;
    int pairs = 0;
    for (const auto& entry : fs::directory_iterator(kFolder / "truth")) {
        const std::string name = entry.path().stem();
        const std::size_t dashes = name.find("--");
        if (dashes == std::string::npos) continue;
        const fs::path resume = file_named(kFolder / "resumes", name.substr(0, dashes));
        const fs::path job = file_named(kFolder / "jobs", name.substr(dashes + 2));
        if (!is_text(resume) || !is_text(job)) continue;
        ++pairs;
        const MatchReport report = fixture::matched(contents(resume), contents(job));
        const Truth truth = truth_of(entry.path());
        Truth rows;
        for (const std::string& line : truth.lines) rows.lines.insert(line.substr(0, line.rfind(' ')));
        std::set<std::string> got_rows;
        std::set<std::string> got;
        for (const MatchRow& row : report.rows) {
            std::string line = std::string(boost::describe::enum_to_string(row.asked, "?")) + " ";
            for (const std::string& id : row.skills) line += (line.back() == ' ' ? "" : "|") + id;
            got_rows.insert(line);
            got.insert(line + " " + boost::describe::enum_to_string(row.label, "?"));
        }
        asked.add(name, rows, got_rows);
        labels.add(name, truth, got);
    }
    std::cout << "requirements of " << pairs << " pairs: precision " << asked.precision() << ", recall " << asked.recall() << "\n"
              << "labels: precision " << labels.precision() << ", recall " << labels.recall() << " (" << labels.right << " right)\n";
    EXPECT_GE(pairs, 6);
    EXPECT_GE(asked.precision(), 0.97);
    EXPECT_GE(asked.recall(), 0.97);
    EXPECT_GE(labels.precision(), 0.95);
    EXPECT_GE(labels.recall(), 0.95);
}

}  // namespace
}  // namespace plimsoll::people
