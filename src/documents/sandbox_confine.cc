// sandbox_confine.cc: the child's side: what a process gives up before it reads a document.
//
// Order      limits and user first, since the filters forbid changing them; Landlock before seccomp, which forbids Landlock's calls.
// Two steps  confine() still lets the reader start poppler's programs; start_no_more() ends that, before the first byte is read
//            by this program itself. Each helper forbids it to itself before it becomes the other program.
#include <fcntl.h>
#include <grp.h>
#include <link.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#include "documents/sandbox.h"

namespace plimsoll::documents {

namespace {

constexpr uid_t kNobody = 65534;
constexpr rlim_t kMostFiles = 32;

std::string errno_words() { return std::strerror(errno); }

// Landlock. The interface of the kernel, written out: the headers of Debian 12 know only its first versions.
struct LandlockRuleset {
    std::uint64_t files;
    std::uint64_t network;
    std::uint64_t scoped;
};
struct [[gnu::packed]] LandlockBelow {
    std::uint64_t allowed;
    std::int32_t parent;
};
constexpr std::uint64_t kExecute = 1 << 0;
constexpr std::uint64_t kReadFile = 1 << 2;
constexpr std::uint64_t kReadFolder = 1 << 3;
constexpr unsigned kVersionFlag = 1;
constexpr int kRulePathBeneath = 1;

constexpr std::uint64_t file_rights(long version) {
    const int bits = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return (1ull << bits) - 1;
}

/// Allows nothing that is not there; a path that leads elsewhere allows where it leads.
void allow(int ruleset, const char* path, std::uint64_t rights) {
    const int fd = ::open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) return;
    struct stat about{};
    if (::fstat(fd, &about) == 0 && !S_ISDIR(about.st_mode)) rights &= ~kReadFolder;
    const LandlockBelow below{rights, fd};
    ::syscall(SYS_landlock_add_rule, ruleset, kRulePathBeneath, &below, 0);
    ::close(fd);
}

/// The dynamic loader of this program, which runs poppler's programs too.
std::string loader() {
    std::string found;
    ::dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* out) {
            for (int i = 0; i < info->dlpi_phnum; ++i) {
                if (info->dlpi_phdr[i].p_type != PT_INTERP) continue;
                *static_cast<std::string*>(out) = reinterpret_cast<const char*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);  // NOLINT
            }
            return 1;  // the program itself comes first, and is enough
        },
        &found);
    return found;
}

SandboxPart restrict_files() {
    SandboxPart part{"landlock", false, {}};
    const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kVersionFlag);
    if (version < 1) {
        part.text = "this kernel has none (" + errno_words() + "): files that everybody may read could be read";
        return part;
    }
    const LandlockRuleset wanted{file_rights(version), version >= 4 ? 3u : 0u, version >= 6 ? 3u : 0u};
    const int ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &wanted, sizeof wanted, 0));
    if (ruleset < 0) {
        part.text = "it refused its rules: " + errno_words();
        return part;
    }
    for (const char* folder : {"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/fonts", "/usr/share/fonts", "/usr/local/share/fonts",
                               "/usr/share/fontconfig", "/usr/share/poppler", "/usr/share/color", "/usr/share/zoneinfo", "/var/cache/fontconfig"}) {
        allow(ruleset, folder, kReadFile | kReadFolder);
    }
    for (const char* name : {"pdftohtml", "pdftoppm", "pdfinfo"}) {
        if (const auto program = poppler_program(name); !program.empty()) allow(ruleset, program.c_str(), kReadFile | kExecute);
    }
    if (const std::string path = loader(); !path.empty()) allow(ruleset, path.c_str(), kReadFile | kExecute);
    part.works = ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    part.text = part.works ? "version " + std::to_string(version) + ": reads libraries and fonts, runs poppler's programs, writes nothing" : "it did not take hold: " + errno_words();
    ::close(ruleset);
    return part;
}

bool limit(int what, rlim_t soft, rlim_t hard) {
    const rlimit wanted{soft, hard};
    return ::setrlimit(static_cast<__rlimit_resource_t>(what), &wanted) == 0;
}

SandboxPart set_limits(const Limits& limits) {
    const auto seconds = static_cast<rlim_t>(std::ceil(limits.cpu_s));
    const bool set = limit(RLIMIT_CPU, seconds, seconds + 1) && limit(RLIMIT_AS, limits.memory, limits.memory) && limit(RLIMIT_FSIZE, 0, 0) &&
                     limit(RLIMIT_NOFILE, kMostFiles, kMostFiles) && limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_MEMLOCK, 0, 0);
    return {"limits", set, set ? "processor time, memory, open files; files of no size; no core" : errno_words()};
}

/// Root would keep its powers over files; the reader needs no user's rights at all.
SandboxPart leave_root() {
    SandboxPart part{"user", true, "not root"};
    if (::geteuid() != 0) return part;
    part.works = ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 && ::setresuid(kNobody, kNobody, kNobody) == 0;
    part.text = part.works ? "nobody, in place of root" : "root it stays: " + errno_words();
    return part;
}

class Filter {
public:
    explicit Filter(std::uint32_t otherwise) : context_(seccomp_init(otherwise), seccomp_release) { wrong_ = context_ == nullptr ? -ENOMEM : 0; }
    /// A name that this machine's libseccomp or processor does not have is no mistake.
    void rule(std::uint32_t action, const char* name) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call < 0 || wrong_ != 0) return;
        note(seccomp_rule_add(context_.get(), action, call, 0));
    }
    void rule_where(std::uint32_t action, const char* name, const scmp_arg_cmp& condition) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call < 0 || wrong_ != 0) return;
        note(seccomp_rule_add_array(context_.get(), action, call, 1, &condition));
    }
    [[nodiscard]] int load() { return wrong_ != 0 ? wrong_ : seccomp_load(context_.get()); }

private:
    void note(int result) {
        if (result < 0 && result != -EACCES) wrong_ = result;  // EACCES: the action is the default already
    }
    std::unique_ptr<void, void (*)(scmp_filter_ctx)> context_;
    int wrong_ = 0;
};

/// What reading a document takes, of this program, of the dynamic loader and of poppler's programs.
constexpr auto kCalls = std::to_array<const char*>({
    // reading, and writing to what is open
    "read", "readv", "pread64", "preadv", "write", "writev", "lseek", "close", "close_range", "dup", "dup2", "dup3", "fcntl", "pipe", "pipe2", "poll", "ppoll", "select", "pselect6",
    "open", "openat", "access", "faccessat", "stat", "lstat", "fstat", "newfstatat", "statx", "statfs", "fstatfs", "readlink", "readlinkat", "getdents64", "getcwd", "fadvise64", "umask",
    // memory
    "brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "mincore", "membarrier",
    // itself
    "exit", "exit_group", "futex", "set_robust_list", "get_robust_list", "set_tid_address", "rseq", "arch_prctl", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "restart_syscall", "getpid", "gettid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid", "getgroups", "getrlimit", "getrusage", "times", "uname", "sysinfo", "sched_yield",
    "sched_getaffinity", "getcpu", "getrandom", "clock_gettime", "clock_getres", "gettimeofday", "time", "nanosleep", "clock_nanosleep",
});
/// What starting poppler's programs takes besides; start_no_more() ends it.
constexpr auto kStarting = std::to_array<const char*>({"fork", "vfork", "execve", "wait4", "waitid", "setitimer", "prctl", "seccomp", "setrlimit"});
constexpr auto kStartsNone = std::to_array<const char*>({"clone", "clone3", "fork", "vfork", "setitimer", "prlimit64", "setrlimit"});
constexpr std::uint64_t kNewNamespaces = 0x7E020080;  // CLONE_NEW* of them all

/// Newer calls that the C library does without where they are unknown: to be refused they must seem so.
constexpr auto kUnknown = std::to_array<const char*>({"clone3", "openat2", "faccessat2", "futex_waitv", "cachestat", "fchmodat2", "map_shadow_stack"});

SandboxPart restrict_calls() {
    Filter filter(SCMP_ACT_ERRNO(EPERM));
    for (const char* name : kCalls) filter.rule(SCMP_ACT_ALLOW, name);
    for (const char* name : kStarting) filter.rule(SCMP_ACT_ALLOW, name);
    for (const char* name : kUnknown) filter.rule(SCMP_ACT_ERRNO(ENOSYS), name);
    filter.rule_where(SCMP_ACT_ALLOW, "clone", SCMP_A0_64(SCMP_CMP_MASKED_EQ, kNewNamespaces, 0));
    filter.rule_where(SCMP_ACT_ALLOW, "prlimit64", SCMP_A0_64(SCMP_CMP_EQ, 0));
    const int loaded = filter.load();
    if (loaded != 0) return {"seccomp", false, std::strerror(-loaded)};
    return {"seccomp", true, "no sockets, no other process, no file but to read, nothing of the kernel that reading does not take"};
}

int forbid_starting(bool program_too) {
    Filter filter(SCMP_ACT_ALLOW);
    for (const char* name : kStartsNone) {
        const bool reads_limits = std::string_view(name) == "prlimit64";
        if (reads_limits) filter.rule_where(SCMP_ACT_ERRNO(EPERM), name, SCMP_A2_64(SCMP_CMP_NE, 0));
        else filter.rule(SCMP_ACT_ERRNO(EPERM), name);
    }
    if (program_too) {
        filter.rule(SCMP_ACT_ERRNO(EPERM), "execve");
        filter.rule(SCMP_ACT_ERRNO(EPERM), "prctl");
    }
    return filter.load();
}

/// Ends the process by SIGPROF after this much processor time, of itself and of what it becomes.
void end_after(double cpu_s) {
    const auto micro = static_cast<long>(cpu_s * 1e6);
    const itimerval timer{{0, 0}, {micro / 1'000'000, micro % 1'000'000}};
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

}  // namespace

std::filesystem::path poppler_program(std::string_view name) {
    for (const char* folder : {"/usr/bin", "/usr/local/bin"}) {
        std::filesystem::path program = std::filesystem::path(folder) / name;
        if (::access(program.c_str(), X_OK) == 0) return program;
    }
    return {};
}

Result<std::vector<SandboxPart>> confine(const Limits& limits) {
    std::vector<SandboxPart> parts;
    parts.push_back(leave_root());
    parts.push_back(set_limits(limits));
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const bool kept = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    parts.push_back({"no_new_privileges", kept, kept ? "no program that it starts gains rights" : errno_words()});
    parts.push_back(restrict_files());
    parts.push_back(restrict_calls());
    if (!parts.back().works) return fail(errors::refused, "seccomp: " + parts.back().text);
    return parts;
}

Result<> start_no_more(double cpu_s) {
    end_after(cpu_s);
    if (const int loaded = forbid_starting(true); loaded != 0) return fail(errors::refused, "seccomp: " + std::string(std::strerror(-loaded)));
    return {};
}

Result<Helper> start_helper(const std::filesystem::path& program, const std::vector<std::string>& arguments, double cpu_s) {
    std::array<int, 2> output{-1, -1};
    std::array<int, 2> complaint{-1, -1};
    if (::pipe2(output.data(), O_CLOEXEC) != 0 || ::pipe2(complaint.data(), O_CLOEXEC) != 0) return fail(errors::refused, "no pipe: " + errno_words());
    std::vector<std::string> words = arguments;
    words.insert(words.begin(), program.filename().string());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const pid_t pid = ::fork();
    if (pid < 0) return fail(errors::refused, "no process: " + errno_words());  // the process ends with this answer, and its pipes with it
    if (pid == 0) {
        ::dup2(output[1], STDOUT_FILENO);
        ::dup2(complaint[1], STDERR_FILENO);
        end_after(cpu_s);
        if (forbid_starting(false) != 0) ::_exit(126);
        ::execve(program.c_str(), pointers.data(), environ);
        ::_exit(127);
    }
    ::close(output[1]);
    ::close(complaint[1]);
    return Helper{pid, output[0], complaint[0]};
}

}  // namespace plimsoll::documents
