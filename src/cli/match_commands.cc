// match_commands.cc: `plimsoll match`: a resume read against a job description, what of a document could be read, and the linter of
// skills. No server is asked.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "base/clock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "documents/reader.h"
#include "domain/people/bank.h"
#include "domain/people/match.h"
#include "domain/people/question_words.h"
#include "domain/people/resume_reading.h"
#include "domain/people/skill_lint.h"
#include "domain/people/skill_reader.h"
#include "server/document_reading.h"

namespace plimsoll::cli {

namespace {

using people::MatchEvidence;
using people::MatchLabel;
using people::MatchReport;

Result<std::string> bytes_of(const std::string& file) {
    std::ifstream in(file == "-" ? "/dev/stdin" : file, std::ios::binary);
    std::string bytes;
    // One byte more than is read shows that there is more, however large the file.
    bytes.resize(people::kLongestDocument + 1);
    if (in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad() || (!in.is_open())) return fail(plimsoll::errors::io, "cannot read \"" + file + "\"");
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (bytes.empty()) return fail(plimsoll::errors::io, "there is nothing in \"" + file + "\", or it cannot be read");
    return bytes;
}

std::string where(const people::Span& at) {
    if (!at.source.empty()) return at.source;
    return at.page > 1 ? fmt::format("page {} line {}", at.page, at.line) : fmt::format("line {}", at.line);
}

std::string cut(std::string text, std::size_t columns_left) {
    if (columns(text) <= columns_left) return text;
    std::size_t end = 0;
    for (std::size_t shown = 0; end < text.size() && shown + 1 < columns_left; ++end) {
        while (end + 1 < text.size() && (static_cast<unsigned char>(text[end + 1]) & 0xC0) == 0x80) ++end;
        ++shown;
    }
    return text.substr(0, end) + "…";
}

std::string quoted(const MatchEvidence& evidence, std::size_t columns_left) { return cut(fmt::format("{}: \"{}\"", where(evidence.at), evidence.quote), columns_left); }

Tone tone_of(MatchLabel label) {
    switch (label) {
        case MatchLabel::strong: return Tone::good;
        case MatchLabel::weak:
        case MatchLabel::related: return Tone::caution;
        case MatchLabel::missing:
        case MatchLabel::contradicted: return Tone::alarm;
        case MatchLabel::unreadable: return Tone::quiet;
    }
    return Tone::plain;
}

void heading(const Terminal& terminal, const char* text) { fmt::print("\n{}\n", terminal.tone(text, Tone::strong)); }

std::string format_name(const std::string& format) { return format == "json_resume" ? "JSON Resume" : format == "pdf" ? "PDF" : format == "docx" ? "Word" : "text"; }

/// What somebody gave, read: text and JSON here, PDF and Word in a confined process.
Result<people::Resume> resume_of(std::string_view bytes) {
    auto given = server::read_given(bytes);
    auto read = !given ? Result<people::Resume>(given.error()) : *given ? people::resume_of(std::move(**given)) : people::read_resume(bytes);
    if (!read) return std::move(read).error().within("the resume");
    return read;
}

Result<people::Job> job_of(std::string_view bytes, const people::SkillFinder& finder) {
    auto given = server::read_given(bytes);
    auto read = !given ? Result<people::Job>(given.error()) : *given ? people::job_of(std::move(**given), finder) : people::read_job(bytes, finder);
    if (!read) return std::move(read).error().within("the job description");
    return read;
}

void print_text(const char* name, const people::MatchText& text, const std::string& more) {
    std::string how = format_name(text.format);
    if (text.format == "text" || text.format == "json_resume") how += ", " + text.encoding;
    if (text.format == "pdf") how += text.pages == 1 ? ", 1 page" : fmt::format(", {} pages", text.pages);
    fmt::print("{}: {}{}; {} of it could be read\n", name, how, more, text::percent(text.confidence, 0));
    for (const people::DocumentProblem& problem : text.problems) fmt::print("  {}\n", text::printable(problem.text));
}

void print_rows(const MatchReport& report, const Terminal& terminal) {
    const std::size_t room = static_cast<std::size_t>(std::max(60, terminal.width() - 4));
    for (const people::MatchRow& row : report.rows) {
        const std::string label = word_of(row.label);
        fmt::print("{}{} {}{}\n", terminal.tone(label, tone_of(row.label)), std::string(13 - std::min<std::size_t>(12, label.size()), ' '), terminal.tone(text::printable(row.name), Tone::strong),
                   fmt::format(", {}", word_of(row.asked)));
        std::string reasons;
        for (const std::string& reason : row.reasons) reasons += (reasons.empty() ? "" : "; ") + reason;
        if (row.last_used && reasons.find("last used") == std::string::npos) reasons += fmt::format("; last used {}", *row.last_used == "now" ? "now" : "in " + *row.last_used);
        fmt::print("    {}\n", text::printable(reasons));
        for (std::size_t i = 0; i < std::min<std::size_t>(2, row.evidence.size()); ++i) fmt::print("    {}\n", terminal.tone(text::printable(quoted(row.evidence[i], room)), Tone::quiet));
        if (!row.asked_at.empty()) fmt::print("    {}\n", terminal.tone(text::printable(cut("asked at " + quoted(row.asked_at.front(), room), room)), Tone::quiet));
    }
}

void print_not_counted(const std::vector<people::MatchNotCounted>& list, const Terminal& terminal) {
    Table table({{"skill"}, {"in"}, {"why it does not count"}, {"where"}});
    for (const auto& item : list) table.add({{item.name}, {item.where}, {item.why}, {quoted(item.at, 70), Tone::quiet}});
    fmt::print("{}", table.text(terminal));
}

void print(const MatchReport& report) {
    const Terminal terminal(stdout);
    if (!report.job.title.empty()) fmt::print("{}\n", terminal.tone(text::printable(report.job.title), Tone::strong));
    print_text("resume", report.resume, fmt::format(", {} posts with dates", report.resume.posts));
    print_text("job   ", report.job, "");
    heading(terminal, "What is asked, and what the resume shows of it");
    if (!report.requirements_detected) fmt::print("requirements not detected: no part of the job says what it asks for, so nothing can be said of gaps\n");
    print_rows(report, terminal);
    if (!report.gates.empty()) {
        heading(terminal, "Conditions, which add to no figure");
        Table table({{"asked"}, {"result"}, {"why"}, {"where"}});
        for (const people::MatchGate& gate : report.gates) {
            const Tone tone = gate.result == people::GateResult::pass ? Tone::good : gate.result == people::GateResult::fail ? Tone::alarm : Tone::caution;
            table.add({{gate.asked + (gate.preferred ? " (a plus)" : "")}, {word_of(gate.result), tone}, {gate.why}, {quoted(gate.asked_at, 60), Tone::quiet}});
        }
        fmt::print("{}", table.text(terminal));
    }
    if (!report.denied.empty()) {
        heading(terminal, "Named with a no");
        print_not_counted(report.denied, terminal);
    }
    if (!report.unresolved.empty()) {
        heading(terminal, "Words that may mean a skill, not counted");
        print_not_counted(report.unresolved, terminal);
    }
    if (!report.advice.empty()) {
        heading(terminal, "For the candidate");
        for (const people::MatchAdvice& advice : report.advice) fmt::print("  - {}\n", text::printable(advice.text));
    }
    if (!report.plan.empty()) {
        heading(terminal, "For the interviewer");
        for (const people::MatchProbe& probe : report.plan) {
            std::string bank;
            for (const std::string& id : probe.bank) bank += (bank.empty() ? "; questions " : ", ") + id;
            fmt::print("  - {} ({}{})\n    {}\n", text::printable(probe.name), probe.about, bank, text::printable(probe.question));
            if (probe.evidence) fmt::print("    {}\n", terminal.tone(text::printable(quoted(*probe.evidence, 100)), Tone::quiet));
        }
    }
    fmt::print("\n{}\n", report.note);
    fmt::print("coverage {}; rules {}, skills {}, as of {}\n", report.coverage.value ? text::percent(*report.coverage.value, 0) : "unknown: " + report.coverage.why_empty, report.rules, report.knowledge_base, report.as_of);
}

/// A hostile document's text, line by line.
void print_lines(std::string_view text) {
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        fmt::print("{}\n", text::printable(text.substr(at, end - at)));
        at = end + 1;
    }
}

void print_pieces(const documents::Pieces& pieces) {
    const Terminal terminal(stdout);
    int page = 0;
    for (const documents::Piece& piece : pieces.pieces) {
        if (piece.page != page) {
            page = piece.page;
            fmt::print("{}\n", terminal.tone(fmt::format("-- page {} of {}", page, pieces.pages), Tone::quiet));
        }
        print_lines(piece.text);
    }
    if (pieces.problems.empty() && pieces.hidden.empty()) return;
    std::fflush(stdout);
    for (const documents::Problem& problem : pieces.problems) fmt::print(stderr, "{}\n", text::printable(problem.text));
    for (const documents::HiddenText& hidden : pieces.hidden) {
        fmt::print(stderr, "  not read{}, {}: \"{}\"\n", hidden.page > 0 ? fmt::format(" on page {}", hidden.page) : "", text::printable(hidden.why), text::printable(hidden.text));
    }
}

Result<people::YearMonth> as_of(const std::string& text) {
    if (text.empty()) {
        const std::string now = text::rfc3339(SystemClock().now());
        return *people::read_date(now.substr(0, 10));
    }
    const auto read = people::read_date(text);
    if (!read || read->month == 0) return fail(plimsoll::errors::invalid, "the command line", {{"--as-of", "must be a month or a day", "such as 2026-11"}});
    return *read;
}

}  // namespace

int match_files(const Common& common, const MatchCommand& command) {
    if (command.resume == "-" && command.job == "-") return report(fail(plimsoll::errors::invalid, "only one of the two can be standard input"));
    const auto month = as_of(command.as_of);
    if (!month) return report(month.error());
    const auto resume = bytes_of(command.resume);
    if (!resume) return report(resume.error());
    const auto job = bytes_of(command.job);
    if (!job) return report(job.error());
    std::optional<people::SkillBase> own;
    if (!command.skills.empty()) {
        auto read = people::read_skill_base(command.skills);
        if (!read) return report(read.error());
        own.emplace(std::move(*read));
    }
    std::vector<std::filesystem::path> kits;
    if (!command.kits.empty()) kits.emplace_back(command.kits);
    const auto bank = people::read_bank(kits);
    if (!bank) return report(bank.error());
    const people::SkillFinder finder(own ? *own : people::shipped_skills());
    const auto read = resume_of(*resume);
    if (!read) return report(read.error());
    const auto asked = job_of(*job, finder);
    if (!asked) return report(asked.error());
    const auto matched = people::match(*read, *asked, finder, {*month, &bank->bank});
    if (!matched) return report(matched.error());
    if (common.json) return print_json(json::encode(*matched));
    print(*matched);
    return kOk;
}

int match_read(const Common& common, const std::string& file) {
    const auto bytes = bytes_of(file);
    if (!bytes) return report(bytes.error());
    const auto kind = documents::kind_of(*bytes);
    if (!kind) return report(kind.error());
    documents::Pieces pieces;
    if (*kind == documents::Kind::pdf || *kind == documents::Kind::docx) {
        auto read = documents::read_document(*bytes);
        if (!read) return report(read.error());
        pieces = std::move(*read);
    } else {
        auto decoded = people::decode_text(*bytes);
        if (!decoded) return report(decoded.error());
        pieces.format = *kind == documents::Kind::json ? "json" : "text";
        pieces.pieces.push_back({std::move(decoded->text), 0, 1, 0});
        for (const people::DocumentProblem& problem : decoded->problems) pieces.problems.push_back({problem.code, problem.text});
    }
    if (common.json) return print_json(json::encode(pieces));
    print_pieces(pieces);
    return kOk;
}

int match_skills(const Common& common, const MatchCommand& command) {
    const auto month = as_of(command.as_of);
    if (!month) return report(month.error());
    const auto bytes = bytes_of(command.resume);
    if (!bytes) return report(bytes.error());
    const auto resume = resume_of(*bytes);
    if (!resume) return report(resume.error());
    const people::SkillFinder finder(people::shipped_skills());
    const auto reading = people::reading_of(*resume, finder, *month);
    if (!reading) return report(reading.error());
    if (common.json) return print_json(json::encode(*reading));
    const Terminal terminal(stdout);
    print_text("resume", reading->resume, fmt::format(", {} posts with dates", reading->resume.posts));
    heading(terminal, "Posts");
    Table posts({{"from"}, {"to"}, {"title"}});
    for (const people::PostRead& post : reading->posts) posts.add({{post.from}, {post.to}, {post.title}});
    fmt::print("{}", posts.text(terminal));
    heading(terminal, "Skills that it names, and how");
    Table skills({{"skill"}, {"how"}, {"last used"}, {"where"}});
    for (const people::SkillRead& skill : reading->skills) {
        skills.add({{skill.name}, {word_of(skill.shown)}, {skill.last_used.value_or("")}, {skill.evidence.empty() ? "" : quoted(skill.evidence.front(), 70), Tone::quiet}});
    }
    fmt::print("{}", skills.text(terminal));
    return kOk;
}

int match_check_skills(const Common& common, const std::string& folder, bool alone) {
    const auto checked = people::check_skills(folder, alone);
    if (!checked) return report(checked.error());
    if (common.json) {
        print_json(json::encode(*checked));
        return checked->ok ? kOk : kFound;
    }
    const auto problems = [](const std::vector<catalog::Problem>& list, const char* kind) {
        for (const catalog::Problem& p : list) fmt::print("{}: {}: {}{}\n", text::printable(p.where()), kind, text::printable(p.rule), p.remedy.empty() ? "" : "; " + text::printable(p.remedy));
    };
    problems(checked->errors, "error");
    problems(checked->warnings, "warning");
    fmt::print("{}: {} skills with {} names in {} files, {} errors, {} warnings\n", checked->ok ? "ok" : "found", checked->skills, checked->names, checked->files, checked->errors.size(), checked->warnings.size());
    return checked->ok ? kOk : kFound;
}

}  // namespace plimsoll::cli
