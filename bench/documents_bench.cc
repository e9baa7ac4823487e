// documents_bench.cc: a resume of three pages as PDF held against a job, from its bytes to the labels: the confined reader and poppler's
// programs, reading order, normal form, matching.
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bench.h"
#include "documents/reader.h"
#include "domain/people/bank.h"
#include "domain/people/match.h"
#include "server/document_reading.h"

namespace plimsoll::bench {

namespace {

std::string file(const std::filesystem::path& path) {
    std::ifstream in(std::filesystem::path(PLIMSOLL_SOURCE_DIR) / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

double children_cpu_s() {
    rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double at_share(std::vector<double> values, std::size_t hundredths) {
    std::sort(values.begin(), values.end());
    return values[values.size() * hundredths / 100];
}

std::vector<Figure> matching() {
    const std::string resume = file("bench/people/three-pages.pdf");
    const std::string job = file("tests/people/jobs/senior-sre.md");
    const auto bank = people::read_bank({});
    const people::SkillFinder finder(people::shipped_skills());
    const auto asked = people::read_job(job, finder);
    if (!bank || !asked) return {};
    std::vector<double> wall;
    std::vector<double> cpu;
    for (int i = 0; i < 60; ++i) {
        const double before = wall_s();
        const double before_cpu = thread_cpu_s() + children_cpu_s();
        auto given = server::read_given(resume);
        if (!given || !*given || (**given).pages() != 3) return {};
        const auto read = people::resume_of(std::move(**given));
        if (!read) return {};
        const auto report = people::match(*read, *asked, finder, {{2026, 11}, &bank->bank});
        if (!report || report->rows.empty()) return {};
        wall.push_back((wall_s() - before) * 1e3);
        cpu.push_back((thread_cpu_s() + children_cpu_s() - before_cpu) * 1e3);
    }
    return {{"people.match_ms_p95", at_share(wall, 95), "ms"}, {"people.match_ms_p50", at_share(wall, 50), "ms"}, {"people.match_cpu_ms", median(cpu), "ms"}};
}

}  // namespace

Bench documents_bench() { return {"people.match", matching}; }

}  // namespace plimsoll::bench
