// pdf_poppler.cc: poppler's programs, all at once, and what they wrote.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "documents/pdf.h"
#include "documents/sandbox.h"

namespace plimsoll::documents {

namespace {

// Shares of the processor time. What shows that text is hidden costs less, and is done without where it takes too long.
constexpr double kForBoxes = 0.45;
constexpr double kForLooks = 0.25;
constexpr double kForAll = 0.12;
constexpr double kForInfo = 0.06;
constexpr double kForReading = 0.12;

constexpr std::size_t kMostXml = 24 * 1024 * 1024;
constexpr std::size_t kMostLooks = 40 * 1024 * 1024;
constexpr std::size_t kMostComplaint = 4096;

/// A program that runs, and what came of it.
struct Running {
    Helper helper;
    std::string* into = nullptr;
    std::size_t most = 0;
    std::string complaint;
    bool cut = false;
    int status = -1;
};

/// Reads from a pipe what fits; closes it at its end, and when too much came, by which the program ends.
void take(int& fd, std::string& into, std::size_t most, bool& cut) {
    std::array<char, 65536> buffer;
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got > 0 && into.size() + static_cast<std::size_t>(got) <= most) {
        into.append(buffer.data(), static_cast<std::size_t>(got));
        return;
    }
    cut = cut || got > 0;
    ::close(fd);
    fd = -1;
}

void drain(std::vector<Running>& programs) {
    while (true) {
        std::vector<pollfd> waiting;
        for (const Running& p : programs) {
            waiting.push_back({p.helper.output, POLLIN, 0});
            waiting.push_back({p.helper.complaint, POLLIN, 0});
        }
        bool open = false;
        for (const pollfd& w : waiting) open = open || w.fd >= 0;
        if (!open) break;
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) break;
        for (std::size_t i = 0; i < programs.size(); ++i) {
            Running& p = programs[i];
            bool ignored = false;
            if (waiting[2 * i].revents != 0) take(p.helper.output, *p.into, p.most, p.cut);
            // Complaints may be many: the first ones are kept, the rest read and dropped, so that the program goes on.
            if (waiting[2 * i + 1].revents != 0) {
                std::string more;
                take(p.helper.complaint, more, 1 << 20, ignored);
                p.complaint += more.substr(0, kMostComplaint - std::min(kMostComplaint, p.complaint.size()));
            }
        }
    }
    for (Running& p : programs) {
        while (::waitpid(p.helper.pid, &p.status, 0) < 0 && errno == EINTR) {
        }
    }
}

bool ended_well(const Running& p) { return !p.cut && WIFEXITED(p.status) && WEXITSTATUS(p.status) == 0; }

/// Why the boxes could not be had.
Error why_not(const Running& boxes) {
    if (boxes.cut) return fail(errors::too_large, "its text in boxes is larger than what is read");
    if (boxes.complaint.find("Incorrect password") != std::string::npos) return fail(errors::encrypted, "it asks for a password");
    if (WIFSIGNALED(boxes.status)) {
        const int by = WTERMSIG(boxes.status);
        if (by == SIGPROF || by == SIGXCPU || by == SIGKILL || by == SIGXFSZ) return fail(errors::took_too_long);
        // Out of memory it ends itself.
        if (boxes.complaint.find("bad_alloc") != std::string::npos || boxes.complaint.find("emory") != std::string::npos) return fail(errors::took_too_long, "it took too much memory");
        return fail(errors::damaged, "poppler broke off over it");
    }
    if (WEXITSTATUS(boxes.status) >= 126) return fail(errors::refused, "pdftohtml could not be run");
    const std::string first = boxes.complaint.substr(0, boxes.complaint.find('\n'));
    return fail(errors::damaged, text::printable(first));
}

}  // namespace

Result<Pieces> read_pdf(const Limits& limits) {
    const auto boxes_program = poppler_program("pdftohtml");
    const auto looks_program = poppler_program("pdftoppm");
    const auto info_program = poppler_program("pdfinfo");
    if (boxes_program.empty()) return fail(errors::no_reader, "pdftohtml of poppler-utils is not installed");
    const std::string last = std::to_string(limits.pages);
    const std::string one_more = std::to_string(limits.pages + 1);
    std::vector<std::string> boxes{"-xml", "-i", "-stdout", "-noroundcoord", "-zoom", "1", "-nodrm", "-f", "1", "-l", one_more};
    std::vector<std::string> all = boxes;
    boxes.emplace_back("/dev/fd/0");
    all.insert(all.end(), {"-hidden", "/dev/fd/0"});

    PopplerAnswers answers;
    std::vector<Running> programs;
    const auto run = [&](const std::filesystem::path& program, const std::vector<std::string>& arguments, double share, std::string& into, std::size_t most) -> Result<> {
        if (program.empty()) return {};
        TRY_ASSIGN(const Helper helper, start_helper(program, arguments, share * limits.cpu_s));
        programs.push_back({helper, &into, most, {}, false, -1});
        return {};
    };
    TRY(run(boxes_program, boxes, kForBoxes, answers.boxes, kMostXml));
    TRY(run(looks_program, {"-scale-to", "640", "-f", "1", "-l", last, "/dev/fd/0"}, kForLooks, answers.looks, kMostLooks));
    TRY(run(boxes_program, all, kForAll, answers.all, kMostXml));
    TRY(run(info_program, {"-box", "-f", "1", "-l", last, "/dev/fd/0"}, kForInfo, answers.info, 1 << 20));
    TRY(start_no_more(kForReading * limits.cpu_s));
    drain(programs);
    if (!ended_well(programs.front())) return why_not(programs.front());
    return pdf_pieces(answers, limits);
}

}  // namespace plimsoll::documents
