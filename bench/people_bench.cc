// people_bench.cc: a resume read and its skills found, and a resume read against a job, on the made-up texts of tests/people.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bench.h"
#include "domain/people/bank.h"
#include "domain/people/match_claims.h"
#include "domain/people/match.h"

namespace plimsoll::bench {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> texts_of(const char* folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(PLIMSOLL_SOURCE_DIR) / "tests" / "people" / folder)) {
        const std::string ending = entry.path().extension();
        if (ending == ".txt" || ending == ".md" || ending == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts;
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return texts;
}

/// Bytes to statements and hits: decoding, normal form, sections, posts, verbs, names with borders, context and negation.
double extract_mb_per_s(const people::SkillFinder& finder) {
    std::string text;
    const std::vector<std::string> resumes = texts_of("resumes");
    // A hundred documents in one: as much as the bounds of one text allow for.
    while (text.size() < 400'000) {
        for (const std::string& resume : resumes) {
            if (resume.front() != '{') text += resume + "\n";
        }
    }
    std::vector<double> rates;
    for (int i = 0; i < 31; ++i) {
        const double before = thread_cpu_s();
        const auto resume = people::read_resume(text);
        if (!resume) return 0;
        auto hits = people::hits_of(*resume, finder);
        if (!hits) return 0;
        const people::Claims claims(*resume, std::move(*hits), finder.base(), {2026, 11});
        const double spent = thread_cpu_s() - before;
        if (claims.hits().size() < 3'000) return 0;
        rates.push_back(static_cast<double>(text.size()) / 1e6 / spent);
    }
    return median(rates);
}

/// What the costliest of the texts takes that nobody writes for people, as a resume or as a job: a refusal or a report.
double hostile_ms_max(const people::SkillFinder& finder) {
    const std::string job = "Engineer\n\nRequirements\n- Go, Kubernetes and Terraform\n- 5 years of Linux\n- A degree\n";
    double most = 0;
    for (const char* piece : {"Go, ", "kubernetes ", "\n- y", "x\n", "x", "no ", "no go without never used ", "2019 - 2020 ", "Engineer 2019 - 2020\n", "Experience\n", "a. ", "(a plus) ", "5 years of ", "degree ", "a-\n", "http://x.io/ ",
                              "\xEF\xB7\xBA", "e\xCC\x81", "\xCC\x81\xCC\xA7", "\xE2\x80\xA2 ", "exposure to ", "- Led Kubernetes, no EKS at 40 teams for 3 years a plus degree exposure to Kafka word word word word word word word word word word\n"}) {
        std::string text = "Requirements\n";
        while (text.size() + 300 < people::kLongestDocument) text += piece;
        using Pair = std::pair<const std::string*, const std::string*>;
        for (const auto& [resume, asked] : {Pair(&text, &job), Pair(&job, &text), Pair(&text, &text)}) {
            const double before = thread_cpu_s();
            (void)people::match_texts(*resume, *asked, finder, {{2026, 11}, nullptr});
            most = std::max(most, (thread_cpu_s() - before) * 1e3);
        }
    }
    return most;
}

double match_ms_p95(const people::SkillFinder& finder) {
    const auto bank = people::read_bank({});
    if (!bank) return 0;
    const std::vector<std::string> resumes = texts_of("resumes");
    const std::vector<std::string> jobs = texts_of("jobs");
    std::vector<double> ms;
    for (int round = 0; round < 10; ++round) {
        for (const std::string& resume : resumes) {
            for (const std::string& job : jobs) {
                const double before = thread_cpu_s();
                const auto report = people::match_texts(resume, job, finder, {{2026, 11}, &bank->bank});
                if (!report || report->rows.empty()) return 0;
                ms.push_back((thread_cpu_s() - before) * 1e3);
            }
        }
    }
    std::sort(ms.begin(), ms.end());
    return ms[ms.size() * 95 / 100];
}

std::vector<Figure> matching() {
    const double before = thread_cpu_s();
    const people::SkillFinder finder(people::shipped_skills());
    const double made = (thread_cpu_s() - before) * 1e3;
    return {{"people.extract_mb_per_s", extract_mb_per_s(finder), "MB/s"}, {"people.match_text_ms_p95", match_ms_p95(finder), "ms"}, {"people.hostile_ms_max", hostile_ms_max(finder), "ms"}, {"people.skills_ready_ms", made, "ms"}};
}

}  // namespace

Bench people_bench() { return {"people", matching}; }

}  // namespace plimsoll::bench
