// sandbox.cc: the parent's side: starting the reader, its limits of time and bytes, and its end.
#include "documents/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace plimsoll::documents {

namespace {

using Clock = std::chrono::steady_clock;  // only how long to wait; nothing that is read depends on it

class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { close(); }
    void close() {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }
    [[nodiscard]] int get() const { return fd_; }
    /// Above the three standard ones, so that making those in the child overwrites none that is still needed.
    void lift() {
        if (fd_ >= 0 && fd_ < 3) *this = Descriptor(::fcntl(fd_, F_DUPFD_CLOEXEC, 3));
    }

private:
    int fd_;
};

Error refusal(const char* what) { return fail(errors::refused, std::string(what) + ": " + std::strerror(errno)); }

/// The bytes as a file in memory that nobody can change any more.
Result<Descriptor> memory_file(std::string_view bytes) {
    Descriptor file(::memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    file.lift();
    if (file.get() < 0) return refusal("no memory file");
    while (!bytes.empty()) {
        const ssize_t wrote = ::write(file.get(), bytes.data(), bytes.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return refusal("the memory file cannot be written");
        bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    ::lseek(file.get(), 0, SEEK_SET);
    if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) return refusal("the memory file cannot be sealed");
    return file;
}

struct Pipe {
    Descriptor reading;
    Descriptor writing;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return refusal("no pipe");
    Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
    pipe.reading.lift();
    pipe.writing.lift();
    if (pipe.reading.get() < 0 || pipe.writing.get() < 0) return refusal("no pipe");
    return pipe;
}

Result<pid_t> spawn(const SandboxStart& start, int input, int output, int complaint) {
    std::vector<std::string> words = start.arguments;
    words.insert(words.begin(), "plimsoll");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    // What stands in this process's environment (secrets of channels among it) is none of the reader's business.
    std::array<char, 16> path{"PATH=/usr/bin"};
    std::array<char, 16> language{"LC_ALL=C.UTF-8"};
    std::array<char*, 3> environment{path.data(), language.data(), nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, complaint, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions, "/");
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    // A session of its own: no terminal, and a process group that ends as one.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid = -1;
    const int failed = posix_spawn(&pid, start.program.c_str(), &actions, &attributes, arguments.data(), environment.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) return fail(errors::refused, "the reader cannot be started: " + std::string(std::strerror(failed)));
    return pid;
}

/// The child, until all of its group are gone.
class Child {
public:
    explicit Child(pid_t pid) : pid_(pid), pidfd_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}
    ~Child() { end(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// -1 on kernels that have none: then it is asked often.
    [[nodiscard]] int pidfd() const { return pidfd_.get(); }
    /// Whether the leader ended. It stays a zombie, so that its number goes to nobody else before end().
    [[nodiscard]] bool ended() const {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == pid_;
    }
    /// Ends the group and takes every one of it, orphans too.
    int end() {
        if (pid_ <= 0) return status_;
        ::kill(-pid_, SIGKILL);
        ::kill(pid_, SIGKILL);
        while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
        }
        int other = 0;
        while (::waitpid(-pid_, &other, 0) > 0) {
        }
        pid_ = 0;
        return status_;
    }

private:
    pid_t pid_;
    Descriptor pidfd_;
    int status_ = 0;
};

/// Takes what is there. False: nothing more will come.
bool take(int fd, std::string& into, std::size_t most) {
    std::array<char, 65536> buffer;
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0) return errno == EINTR || errno == EAGAIN;
    if (got == 0) return false;
    into.append(buffer.data(), std::min<std::size_t>(static_cast<std::size_t>(got), most > into.size() ? most - into.size() : 0));
    return true;
}

/// Reads both pipes until they end or the child has ended and they are empty.
void follow(const Child& child, Descriptor& output, Descriptor& complaint, const SandboxStart& start, SandboxRun& run) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(start.wall_ms);
    bool ended = false;
    bool told = true;
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            run.out_of_time = true;
            return;
        }
        std::array<pollfd, 3> waiting{{{output.get(), POLLIN, 0}, {told ? complaint.get() : -1, POLLIN, 0}, {ended ? -1 : child.pidfd(), POLLIN, 0}}};
        // After its end only what already stands in the pipes is of interest: a program that it left behind may hold them open.
        const int wait_ms = ended ? 0 : child.pidfd() >= 0 ? static_cast<int>(left) : static_cast<int>(std::min<long>(left, 5));
        const int ready = ::poll(waiting.data(), waiting.size(), wait_ms);
        if (ready < 0 && errno != EINTR) return;
        if (ready == 0 && ended) return;
        if (waiting[1].revents != 0) told = take(complaint.get(), run.complaint, kLongestComplaint);
        if (waiting[0].revents != 0) {
            // One byte more than allowed shows that there is more.
            if (!take(output.get(), run.output, start.most_output + 1)) {
                output.close();
                if (ended) return;
            }
            if (run.output.size() > start.most_output) {
                run.out_of_room = true;
                return;
            }
        } else if (!ended) {
            ended = child.ended();
        }
    }
}

}  // namespace

Result<SandboxRun> run_sandboxed(std::string_view input, const SandboxStart& start) {
    // What a reader leaves when it is ended becomes this process's, to be taken; else it would wait for an init that may not be there.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    TRY_ASSIGN(Descriptor file, memory_file(input));
    TRY_ASSIGN(Pipe output, make_pipe());
    TRY_ASSIGN(Pipe complaint, make_pipe());
    TRY_ASSIGN(const pid_t pid, spawn(start, file.get(), output.writing.get(), complaint.writing.get()));
    Child child(pid);
    output.writing.close();
    complaint.writing.close();
    SandboxRun run;
    follow(child, output.reading, complaint.reading, start, run);
    const int status = child.end();
    if (run.out_of_time || run.out_of_room) return run;
    if (WIFSIGNALED(status)) run.signal = WTERMSIG(status);
    else run.exit_code = WEXITSTATUS(status);
    return run;
}

}  // namespace plimsoll::documents
