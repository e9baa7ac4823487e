#include "domain/catalog/git_author.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <memory>

#include "base/text.h"

namespace plimsoll::catalog {

namespace fs = std::filesystem;

namespace {

using Steady = std::chrono::steady_clock;
constexpr auto kLongest = std::chrono::seconds(5);
constexpr std::size_t kMostOutput = 4u << 20;

/// The folder that holds ".git", from `folder` upward.
std::optional<fs::path> work_tree(const fs::path& folder) {
    std::error_code ec;
    fs::path at = fs::canonical(folder, ec);
    if (ec) return std::nullopt;
    for (int depth = 0; depth < 64; ++depth, at = at.parent_path()) {
        if (fs::exists(at / ".git", ec)) return at;
        if (at == at.root_path()) break;
    }
    return std::nullopt;
}

std::vector<std::string> environment() {
    const char* path = std::getenv("PATH");
    return {"PATH=" + std::string(path != nullptr ? path : "/usr/bin:/bin"),
            "HOME=/nonexistent", "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1",
            "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1"};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    for (std::string& w : words) out.push_back(w.data());
    out.push_back(nullptr);
    return out;
}

/// Reads until the end, the bound or the deadline. True when it ended by itself.
bool read_all(int fd, std::string& out, Steady::time_point deadline) {
    std::array<char, 16 * 1024> buffer;
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
        if (left <= 0 || out.size() > kMostOutput) return false;
        pollfd waits{fd, POLLIN, 0};
        if (::poll(&waits, 1, static_cast<int>(left)) < 0 && errno != EINTR) return false;
        if (waits.revents == 0) continue;
        const ssize_t n = ::read(fd, buffer.data(), buffer.size());
        if (n == 0) return true;
        if (n < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (n > 0) out.append(buffer.data(), static_cast<std::size_t>(n));
    }
}

Result<pid_t> spawn(std::vector<std::string> arguments, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    auto words = environment();
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, "git", &actions, nullptr, pointers(arguments).data(), pointers(words).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) return fail(plimsoll::errors::unavailable, fmt::format("git cannot be run: {}", std::strerror(error)));
    return pid;
}

int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct Ended {
    int code = 0;
    std::string output;
};

/// Runs one git command in the folder to its end.
Result<Ended> run_git(const fs::path& tree, const fs::path& folder, const std::vector<std::string>& command) {
    std::vector<std::string> arguments{"git", "-C", folder.string(), "-c", "safe.directory=" + tree.string(), "-c", "core.fsmonitor=false",
                                       "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false", "-c", "protocol.allow=never",
                                       "--no-pager", "--literal-pathspecs"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(plimsoll::errors::unavailable, fmt::format("no pipe: {}", std::strerror(errno)));
    auto pid = spawn(std::move(arguments), ends[1]);
    ::close(ends[1]);
    std::string out;
    const bool ended = pid && read_all(ends[0], out, Steady::now() + kLongest);
    ::close(ends[0]);
    if (!pid) return pid.error();
    if (!ended) ::kill(*pid, SIGKILL);
    const int code = wait_for(*pid);
    if (!ended) return fail(plimsoll::errors::unavailable, "git took longer than 5 s, or said more than 4 MiB");
    return Ended{code, std::move(out)};
}

/// Standard output of a command that must succeed.
Result<std::string> git(const fs::path& tree, const fs::path& folder, const std::vector<std::string>& command) {
    TRY_ASSIGN(Ended ended, run_git(tree, folder, command));
    if (ended.code == 0) return std::move(ended.output);
    return fail(plimsoll::errors::unavailable, fmt::format("git {} ended with {}", command.front(), ended.code));
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> out;
    std::size_t from = 0;
    for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, from)) {
        out.push_back(text.substr(from, at - from));
        from = at + 1;
    }
    out.push_back(text.substr(from));
    return out;
}

/// Path in the folder to blob hash, of `ls-tree -r -z`: "<mode> blob <hash>\t<path>\0".
std::map<std::string, std::string> tree_entries(const std::string& listing) {
    std::map<std::string, std::string> out;
    for (const std::string& line : split(listing, '\0')) {
        const auto tab = line.find('\t');
        const auto kind = line.find(" blob ");
        if (tab != std::string::npos && kind != std::string::npos && kind < tab) {
            out[line.substr(tab + 1)] = line.substr(kind + 6, tab - kind - 6);
        }
    }
    return out;
}

bool is_read_by_us(const std::string& path) {
    if (path.starts_with('.') || path.find("/.") != std::string::npos) return false;
    return path.ends_with(".yaml") || path.ends_with(".yml") || path.ends_with(".json");
}

/// Every file is the tree's, and the tree has no further one that would be read.
bool same_as_tree(const std::vector<FileText>& files, std::map<std::string, std::string> tree) {
    for (const FileText& file : files) {
        const auto found = tree.find(file.path);
        if (found == tree.end() || git_blob_hash(file.text, found->second.size()) != found->second) return false;
        tree.erase(found);
    }
    return std::none_of(tree.begin(), tree.end(), [](const auto& entry) { return is_read_by_us(entry.first); });
}

}  // namespace

std::string git_blob_hash(std::string_view bytes, std::size_t digits) {
    const std::string header = fmt::format("blob {}", bytes.size()) + '\0';
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const bool done = EVP_DigestInit_ex(context.get(), digits == 64 ? EVP_sha256() : EVP_sha1(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), header.data(), header.size()) == 1 &&
                      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), &size) == 1;
    hash.resize(done ? size : 0);  // an empty hash equals no blob's
    return text::hex(hash);
}

Result<std::optional<GitCommit>> git_commit(const fs::path& folder, const std::vector<FileText>& files) {
    const auto tree = work_tree(folder);
    if (!tree) return std::optional<GitCommit>();
    std::error_code ec;
    const fs::path at = fs::canonical(folder, ec);
    if (ec || !fs::is_directory(at, ec)) return std::optional<GitCommit>();
    TRY_ASSIGN(const Ended head, run_git(*tree, at, {"rev-parse", "--quiet", "--verify", "HEAD^{commit}"}));
    if (head.code == 1) return std::optional<GitCommit>();  // a repository without a commit
    auto log = git(*tree, at, {"log", "-1", "--no-show-signature", "--format=%H%x00%an%x00%ae", "--", "."});
    if (!log) return log.error();
    while (log->ends_with('\n')) log->pop_back();
    const auto parts = split(*log, '\0');
    if (parts.size() != 3) return std::optional<GitCommit>();  // no commit has touched the folder
    TRY_ASSIGN(const std::string listing, git(*tree, at, {"ls-tree", "-r", "-z", "HEAD", "--", "."}));
    if (!same_as_tree(files, tree_entries(listing))) return std::optional<GitCommit>();
    return std::optional<GitCommit>({parts[0], parts[1], parts[2]});
}

}  // namespace plimsoll::catalog
