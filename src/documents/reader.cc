#include "documents/reader.h"

#include <errno.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <new>
#include <optional>

#include "base/json.h"
#include "base/text.h"
#include "documents/docx.h"
#include "documents/pdf.h"
#include "documents/reader_answer.h"
#include "documents/sandbox.h"

namespace plimsoll::documents {

namespace {

std::atomic<bool> this_program{false};


// What the child may answer with; anything else is its own damage.
constexpr auto kRefusals = std::to_array<const ErrorKind*>({&errors::too_large, &errors::too_many_pages, &errors::inflates, &errors::took_too_long, &errors::encrypted, &errors::scanned,
                                                            &errors::damaged, &errors::empty, &errors::format, &errors::no_reader, &errors::refused});

std::vector<std::string> arguments_of(Kind kind, const Limits& limits) {
    return {"read-document", kind == Kind::pdf ? "pdf" : "docx", fmt::format("pages={}", limits.pages), fmt::format("cpu_ms={}", static_cast<long>(limits.cpu_s * 1000)), fmt::format("memory={}", limits.memory),
            fmt::format("inflated={}", limits.inflated), fmt::format("inflate_ratio={}", limits.inflate_ratio), fmt::format("text={}", limits.text)};
}

/// The limits out of the child's arguments. False: one is not understood.
bool take_limit(std::string_view argument, Limits& limits) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) return false;
    long long value = 0;
    const std::string_view digits = argument.substr(equals + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value <= 0) return false;
    const std::string_view name = argument.substr(0, equals);
    if (name == "pages") limits.pages = static_cast<int>(std::min<long long>(value, 100'000));
    else if (name == "cpu_ms") limits.cpu_s = static_cast<double>(value) / 1000;
    else if (name == "memory") limits.memory = static_cast<std::size_t>(value);
    else if (name == "inflated") limits.inflated = static_cast<std::size_t>(value);
    else if (name == "inflate_ratio") limits.inflate_ratio = static_cast<int>(std::min<long long>(value, 1'000'000));
    else if (name == "text") limits.text = static_cast<std::size_t>(value);
    else return false;
    return true;
}

/// What the child says is not trusted more than the document that it read.
Result<Pieces> checked(Pieces pieces, const Limits& limits) {
    std::size_t bytes = 0;
    for (Piece& piece : pieces.pieces) {
        bytes += piece.text.size() + 1;
        piece.page = std::clamp(piece.page, 0, limits.pages);
        piece.line = std::max(piece.line, 1);
        if (!text::is_utf8(piece.text)) return fail(errors::damaged, "its text is no text");
    }
    if (bytes > limits.text + pieces.pieces.size()) return fail(errors::too_large, fmt::format("it holds more than {} bytes of text", limits.text));
    pieces.pages = std::clamp(pieces.pages, 0, limits.pages);
    pieces.confidence = std::clamp(pieces.confidence, 0.0, 1.0);
    if (pieces.hidden.size() > kMostHidden) pieces.hidden.resize(kMostHidden);
    set_offsets(pieces);
    return pieces;
}

Result<Pieces> answer_of(const SandboxRun& run, const Limits& limits) {
    if (run.out_of_time) return fail(errors::took_too_long, fmt::format("more than {} s went by", (limits.wall_ms + 500) / 1000));
    if (run.out_of_room) return fail(errors::too_large, "its text is larger than what is read");
    if (run.signal == SIGXCPU || run.signal == SIGPROF || run.signal == SIGKILL) return fail(errors::took_too_long, fmt::format("more than {:.3g} s of processor time", limits.cpu_s));
    if (run.signal != 0) return fail(errors::damaged, fmt::format("its reader broke off (signal {})", run.signal));
    if (run.exit_code != 0) return fail(errors::refused, "the reader ended: " + text::printable(run.complaint.substr(0, run.complaint.find('\n'))));
    auto answer = json::decode<ReaderAnswer>(run.output);
    if (!answer) return fail(errors::damaged, "its reader's answer cannot be read");
    if (answer->pieces) return checked(std::move(*answer->pieces), limits);
    for (const ErrorKind* kind : kRefusals) {
        if (kind->code == answer->error) return fail(*kind, text::printable(answer->detail.substr(0, 400)));
    }
    return fail(errors::damaged, "its reader's answer cannot be read");
}

bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t wrote = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
}

Result<std::string> standard_input(std::size_t most) {
    std::string bytes;
    std::array<char, 65536> buffer;
    while (bytes.size() <= most) {
        const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(errors::damaged, "it cannot be read");
        if (got == 0) break;
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return bytes;
}

/// Reads in this process, which is confined.
Result<Pieces> read_here(std::string_view kind, const Limits& limits) {
    const auto confined = confine(limits);
    if (!confined) return confined.error();
    if (kind == "pdf") return read_pdf(limits);
    TRY(start_no_more(limits.cpu_s));
    TRY_ASSIGN(const std::string bytes, standard_input(limits.bytes));
    return read_docx(bytes, limits);
}

/// What the sandbox is made of, by setting it up around this process; the answer goes to the parent (sandbox_parts).
int tell_parts() {
    SandboxCheck check;
    auto parts = confine({});
    if (parts) check.parts = std::move(*parts);
    else check.parts.push_back({"seccomp", false, parts.error().detail()});
    for (const char* name : {"pdftohtml", "pdftoppm", "pdfinfo"}) {
        const auto program = poppler_program(name);
        check.parts.push_back({name, !program.empty(), program.empty() ? "not installed: install poppler-utils to read PDF" : program.string()});
    }
    return write_all(json::encode(check)) ? 0 : 1;
}

int print_check(bool as_json) {
    const auto parts = sandbox_parts();
    if (!parts) {
        fmt::print(stderr, "{}\n", parts.error().report());
        return 5;
    }
    if (as_json) {
        fmt::print("{}\n", json::encode(SandboxCheck{*parts}));
    } else {
        for (const SandboxPart& part : *parts) fmt::print("{:<18} {:<3} {}\n", part.name, part.works ? "yes" : "no", part.text);
    }
    return std::all_of(parts->begin(), parts->end(), [](const SandboxPart& p) { return p.works; }) ? 0 : 1;
}

}  // namespace

Result<Pieces> read_document(std::string_view bytes, const Limits& limits) { return read_document(bytes, limits, reader_program()); }

Result<Pieces> read_document(std::string_view bytes, const Limits& limits, const std::filesystem::path& program) {
    if (bytes.size() > limits.bytes) return fail(errors::too_large, fmt::format("it has more than {} bytes", limits.bytes));
    TRY_ASSIGN(const Kind kind, kind_of(bytes));
    if (kind != Kind::pdf && kind != Kind::docx) return fail(errors::format, "it is text, which needs no reader");
    if (program.empty()) return fail(errors::refused, "there is no plimsoll beside this program");
    auto run = run_sandboxed(bytes, {program, arguments_of(kind, limits), limits.wall_ms, kMostOutput});
    if (!run) return std::move(run).error();
    return answer_of(*run, limits);
}

void this_program_reads() { this_program = true; }

std::filesystem::path reader_program() {
    if (this_program) return "/proc/self/exe";
    std::error_code gone;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", gone);
    const auto beside = own.parent_path() / "plimsoll";
    return !gone && std::filesystem::exists(beside, gone) ? beside : std::filesystem::path{};
}

Result<std::vector<SandboxPart>> sandbox_parts() {
    const auto program = reader_program();
    if (program.empty()) return fail(errors::refused, "there is no plimsoll beside this program");
    TRY_ASSIGN(const SandboxRun run, run_sandboxed({}, {program, {"read-document", "--parts"}, Limits{}.wall_ms, kMostOutput}));
    auto check = json::decode<SandboxCheck>(run.output);
    if (!check) return fail(errors::refused, text::printable(run.output.substr(0, 200) + run.complaint.substr(0, 200)));
    return std::move(check->parts);
}

int read_document_main(int count, char** arguments) {
    std::vector<std::string_view> words(arguments, arguments + count);
    if (!words.empty() && words[0] == "--parts") return tell_parts();
    if (!words.empty() && words[0] == "--check") return print_check(words.size() > 1 && words[1] == "--json");
    Limits limits;
    bool understood = !words.empty() && (words[0] == "pdf" || words[0] == "docx");
    for (std::size_t i = 1; understood && i < words.size(); ++i) understood = take_limit(words[i], limits);
    if (!understood) {
        fmt::print(stderr, "usage: plimsoll read-document pdf|docx [NAME=NUMBER...] < DOCUMENT, or plimsoll read-document --check [--json]\n");
        return 2;
    }
    ReaderAnswer answer;
    const auto refuse = [&](const ErrorKind& kind, std::string detail) {
        answer.pieces.reset();
        answer.error = std::string(kind.code);
        answer.detail = std::move(detail);
    };
    // What the libraries throw over a hostile document ends here, in the process that is there to be lost.
    try {
        auto read = read_here(words[0], limits);
        if (read) answer.pieces = std::move(*read);
        else refuse(read.error().kind(), read.error().detail());
    } catch (const std::bad_alloc&) {
        refuse(errors::took_too_long, "it took too much memory");
    } catch (const std::exception& e) {
        refuse(errors::damaged, e.what());
    }
    return write_all(json::encode(answer)) ? 0 : 1;
}

}  // namespace plimsoll::documents
