// sandbox_test.cc: each thing that a hostile document might make its reader do, tried in the sandbox.
#include "documents/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/bpf.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "documents/reader.h"

namespace plimsoll::documents {
namespace {

int error_of(long result) { return result < 0 ? errno : 0; }

int open_to(const char* path, int flags) { return error_of(::open(path, flags | O_CLOEXEC, 0600)); }

int run(const char* program) {
    std::array<char*, 2> arguments{const_cast<char*>(program), nullptr};
    return error_of(::execve(program, arguments.data(), environ));
}

int read_parent() {
    char byte = 0;
    iovec here{&byte, 1};
    iovec there{&byte, 1};
    return error_of(::process_vm_readv(::getppid(), &here, 1, &there, 1, 0));
}

[[noreturn]] void spin() {
    volatile unsigned turns = 0;
    while (true) turns = turns + 1;
}

/// Forks a child that never ends, tells its number, and goes.
int leave_one_behind() {
    const pid_t pid = ::fork();
    if (pid == 0) {
        while (true) ::pause();
    }
    const std::string told = std::to_string(pid);
    return ::write(STDOUT_FILENO, told.data(), told.size()) > 0 ? 0 : EIO;
}

int call(long number, long a = 0, long b = 0, long c = 0, long d = 0) { return error_of(::syscall(number, a, b, c, d)); }

/// What is tried after confine(); the exit code is the error number, 0 where it worked.
const std::map<std::string, std::function<int()>>& confined_acts() {
    static const std::map<std::string, std::function<int()>> acts{
        {"nothing", [] { return 0; }},
        {"socket", [] { return error_of(::socket(AF_INET, SOCK_STREAM, 0)); }},
        {"udp", [] { return error_of(::socket(AF_INET6, SOCK_DGRAM, 0)); }},
        {"unix_socket", [] { return error_of(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
        {"netlink", [] { return error_of(::socket(AF_NETLINK, SOCK_RAW, 0)); }},
        {"write_tmp", [] { return open_to("/tmp/plimsoll-sandbox-test", O_WRONLY | O_CREAT); }},
        {"write_here", [] { return open_to("plimsoll-sandbox-test", O_WRONLY | O_CREAT); }},
        {"read_passwd", [] { return open_to("/etc/passwd", O_RDONLY); }},
        {"read_parent_environment", [] { return open_to(("/proc/" + std::to_string(::getppid()) + "/environ").c_str(), O_RDONLY); }},
        {"read_parent_memory", [] { return open_to(("/proc/" + std::to_string(::getppid()) + "/mem").c_str(), O_RDONLY); }},
        {"list_root", [] { return open_to("/", O_RDONLY | O_DIRECTORY); }},
        {"make_folder", [] { return call(SYS_mkdir, reinterpret_cast<long>("/tmp/plimsoll-sandbox-folder"), 0700); }},
        {"remove", [] { return call(SYS_unlink, reinterpret_cast<long>("/tmp/x")); }},
        {"process_vm_readv", read_parent},
        {"ptrace", [] { return error_of(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr)); }},
        {"kill_parent", [] { return error_of(::kill(::getppid(), 0)); }},
        {"kill_group_of_parent", [] { return error_of(::kill(-::getppid(), 0)); }},
        {"mount", [] { return error_of(::mount("none", "/mnt", "tmpfs", 0, nullptr)); }},
        {"chroot", [] { return error_of(::chroot("/usr")); }},
        {"unshare", [] { return call(SYS_unshare, 0x10000000); }},
        {"new_namespace", [] { return call(SYS_clone, 0x10000000 | SIGCHLD); }},
        {"bpf", [] { return call(SYS_bpf, BPF_MAP_CREATE); }},
        {"keyctl", [] { return call(SYS_keyctl, 0); }},
        {"io_uring", [] { return call(SYS_io_uring_setup, 8); }},
        {"userfaultfd", [] { return call(SYS_userfaultfd, 0); }},
        {"perf", [] { return call(SYS_perf_event_open); }},
        {"memory_file", [] { return call(SYS_memfd_create, reinterpret_cast<long>("x"), 0); }},
        {"setuid", [] { return call(SYS_setuid, 0); }},
        {"own_session", [] { return call(SYS_setsid); }},
        {"own_group", [] { return call(SYS_setpgid); }},
        {"shell", [] { return run("/bin/sh"); }},
        {"other_program", [] { return run("/usr/bin/env"); }},
        {"more_memory", [] {
             const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
             return error_of(::setrlimit(RLIMIT_AS, &all));
         }},
        {"allocate", [] { return ::mmap(nullptr, 1ull << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0; }},
        {"limits", [] {
             const auto soft = [](int what) {
                 rlimit limit{};
                 ::getrlimit(static_cast<__rlimit_resource_t>(what), &limit);
                 return limit.rlim_cur;
             };
             return soft(RLIMIT_CPU) == 2 && soft(RLIMIT_FSIZE) == 0 && soft(RLIMIT_CORE) == 0 && soft(RLIMIT_NOFILE) == 32 && soft(RLIMIT_AS) == Limits{}.memory ? 0 : EINVAL;
         }},
        {"many_files", [] {
             for (int i = 0; i < 64; ++i) {
                 if (const int error = error_of(::dup(0)); error != 0) return error;
             }
             return 0;
         }},
        {"root", [] { return ::geteuid() == 0 ? 0 : EPERM; }},
        {"sleep", [] {
             while (true) ::pause();
             return 0;
         }},
        {"flood", [] {
             const std::string much(65536, 'x');
             while (::write(STDOUT_FILENO, much.data(), much.size()) > 0) {
             }
             return 0;
         }},
        {"complain", [] {
             const std::string much(65536, 'x');
             for (int i = 0; i < 100; ++i) {
                 if (::write(STDERR_FILENO, much.data(), much.size()) <= 0) return EIO;
             }
             return 0;
         }},
        {"leave_one_behind", leave_one_behind},
        {"crash", [] {
             ::raise(SIGSEGV);
             volatile int* nowhere = nullptr;
             return *nowhere;
         }},
        {"environment", [] {
             int n = 0;
             for (char** e = environ; *e != nullptr; ++e) ++n;
             return n == 2 && std::getenv("PATH") != nullptr && std::getenv("LC_ALL") != nullptr ? 0 : EINVAL;
         }},
        {"descriptors", [] { return error_of(::fcntl(3, F_GETFD)); }},
        {"change_document", [] { return ::pwrite(0, "x", 1, 0) == 1 ? 0 : errno; }},
    };
    return acts;
}

/// After start_no_more() as well.
const std::map<std::string, std::function<int()>>& later_acts() {
    static const std::map<std::string, std::function<int()>> acts{
        {"fork", [] { return error_of(::fork()); }},
        {"vfork", [] { return call(SYS_vfork); }},
        {"thread", [] { return call(SYS_clone, 0x00010000 | 0x00000100 | 0x00000800); }},
        {"poppler", [] { return run("/usr/bin/pdftohtml"); }},
        {"more_time", [] { return call(SYS_setitimer, 2, 0, 0); }},
        {"spin", [] {
             spin();
             return 0;
         }},
    };
    return acts;
}

int act(const std::string& name) {
    if (!confine({})) return 200;
    if (const auto found = confined_acts().find(name); found != confined_acts().end()) return found->second();
    if (!start_no_more(0.05)) return 201;
    const auto found = later_acts().find(name);
    return found == later_acts().end() ? 202 : found->second();
}

/// Here the test's own program is the child: as reader, or as one that tries something.
__attribute__((constructor)) void be_the_child(int count, char** arguments) {
    if (count > 2 && std::string_view(arguments[1]) == "read-document") {
        const int code = read_document_main(count - 2, arguments + 2);
        std::fflush(stdout);
        ::_exit(code);
    }
    if (count > 2 && std::string_view(arguments[1]) == "try") ::_exit(act(arguments[2]));
}

SandboxRun tried(const std::string& name, SandboxStart start = {}) {
    start.program = "/proc/self/exe";
    start.arguments = {"try", name};
    if (start.wall_ms == SandboxStart{}.wall_ms) start.wall_ms = 30'000;  // an upper bound for slow machines; nothing waits for it
    auto run = run_sandboxed("the document", start);
    EXPECT_TRUE(run) << name << ": " << run.error().sentence();
    return run ? *run : SandboxRun{};
}

bool has_landlock() { return ::syscall(SYS_landlock_create_ruleset, nullptr, 0, 1) >= 1; }

TEST(Sandbox, WhatIsAllowedWorks) {
    for (const char* name : {"nothing", "limits", "environment", "complain"}) {
        const SandboxRun run = tried(name);
        EXPECT_EQ(run.exit_code, 0) << name << ": " << std::strerror(run.exit_code) << " " << run.complaint.substr(0, 200);
        EXPECT_EQ(run.signal, 0) << name;
    }
    EXPECT_EQ(tried("complain").complaint.size(), kLongestComplaint);
}

TEST(Sandbox, CallsThatReadingDoesNotTakeAreRefused) {
    for (const char* name : {"socket", "udp", "unix_socket", "netlink", "make_folder", "remove", "process_vm_readv", "ptrace", "kill_parent", "kill_group_of_parent", "mount", "chroot", "unshare",
                             "new_namespace", "bpf", "keyctl", "io_uring", "userfaultfd", "perf", "memory_file", "setuid", "own_session", "own_group", "change_document", "root"}) {
        const SandboxRun run = tried(name);
        EXPECT_EQ(run.exit_code, EPERM) << name << ": " << std::strerror(run.exit_code);
    }
}

TEST(Sandbox, FilesAreNeitherWrittenNorReadButForLibrariesAndFonts) {
    if (!has_landlock()) GTEST_SKIP() << "this kernel has no Landlock";
    for (const char* name : {"write_tmp", "write_here", "read_passwd", "read_parent_environment", "read_parent_memory", "list_root", "shell", "other_program"}) {
        const SandboxRun run = tried(name);
        EXPECT_EQ(run.exit_code, EACCES) << name << ": " << std::strerror(run.exit_code);
    }
}

TEST(Sandbox, MemoryAndFilesAreBounded) {
    EXPECT_EQ(tried("allocate").exit_code, ENOMEM);
    EXPECT_EQ(tried("more_memory").exit_code, EPERM);
    EXPECT_EQ(tried("many_files").exit_code, EMFILE);
    EXPECT_EQ(tried("descriptors").exit_code, EBADF) << "only the three standard ones are handed down";
}

TEST(Sandbox, AReaderStartsNothingOnceItReads) {
    for (const char* name : {"fork", "vfork", "thread", "poppler", "more_time"}) {
        const SandboxRun run = tried(name);
        EXPECT_EQ(run.exit_code, EPERM) << name << ": " << std::strerror(run.exit_code);
    }
}

TEST(Sandbox, ProcessorTimeEndsIt) { EXPECT_EQ(tried("spin").signal, SIGPROF); }

TEST(Sandbox, WhoSleepsIsEnded) {
    SandboxStart start;
    start.wall_ms = 150;
    EXPECT_TRUE(tried("sleep", start).out_of_time);
}

TEST(Sandbox, WhoFloodsIsEnded) {
    SandboxStart start;
    start.most_output = 100'000;
    const SandboxRun run = tried("flood", start);
    EXPECT_TRUE(run.out_of_room);
    EXPECT_LE(run.output.size(), 100'001u);
}

TEST(Sandbox, ACrashIsToldAndHarmsNobody) {
    const SandboxRun run = tried("crash");
    EXPECT_TRUE(run.signal == SIGSEGV || run.signal == SIGBUS) << run.signal;
}

TEST(Sandbox, NoProcessIsLeftBehind) {
    const SandboxRun run = tried("leave_one_behind");
    ASSERT_EQ(run.exit_code, 0);
    pid_t left = 0;
    std::from_chars(run.output.data(), run.output.data() + run.output.size(), left);
    ASSERT_GT(left, 1) << run.output;
    EXPECT_FALSE(std::ifstream("/proc/" + std::to_string(left) + "/stat")) << "not even a zombie";
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "this process has no child left";
}

TEST(Sandbox, AProgramThatIsNotThereIsRefused) {
    SandboxStart start;
    start.program = "/nonexistent/plimsoll";
    EXPECT_TRUE(run_sandboxed("", start).error().is(errors::refused));
}

TEST(Sandbox, TheCheckNamesEachPart) {
    this_program_reads();
    const auto parts = sandbox_parts();
    ASSERT_TRUE(parts) << parts.error().sentence();
    std::set<std::string> names;
    for (const SandboxPart& part : *parts) {
        names.insert(part.name);
        EXPECT_FALSE(part.text.empty()) << part.name;
    }
    EXPECT_EQ(names, (std::set<std::string>{"limits", "seccomp", "landlock", "no_new_privileges", "user", "pdftohtml", "pdftoppm", "pdfinfo"}));
}

}  // namespace
}  // namespace plimsoll::documents
