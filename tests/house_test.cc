// house_test.cc: the rules of the house, read off the source tree itself.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PLIMSOLL_SOURCE_DIR;

std::string contents(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::vector<fs::path> sources(const std::vector<std::string>& endings) {
    std::vector<fs::path> found;
    for (const char* room : {"src", "tests", "bench", "fuzz", "sim"}) {
        if (!fs::exists(kRoot / room)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(kRoot / room)) {
            const std::string name = entry.path().filename().string();
            const bool wanted = std::any_of(endings.begin(), endings.end(), [&](const auto& e) { return name.ends_with(e); });
            if (entry.is_regular_file() && wanted) found.push_back(fs::relative(entry.path(), kRoot));
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// "src/domain/slo/judge.cc" -> "domain/slo"; "src/log/log.h" -> "log"; "src/main.cc" -> "main".
std::string room_of(const std::string& path) {
    std::string rest = path.starts_with("src/") ? path.substr(4) : path;
    if (rest.find('/') == std::string::npos) return "main";
    if (rest.starts_with("domain/")) return rest.substr(0, rest.find('/', 7));
    if (rest.starts_with("ingest/") && rest.find('/', 7) != std::string::npos) return rest.substr(0, rest.find('/', 7));
    return rest.substr(0, rest.find('/'));
}

/// Which rooms a room may include besides itself. Lower rooms never name higher ones, and neighbours never each other.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"base", {}},
    {"api", {"base"}},
    {"promql", {"base"}},
    {"log", {"base"}},
    {"ledger", {"base"}},
    {"egress", {"base"}},
    {"documents", {"base"}},
    {"ingest", {"base", "api", "promql", "log", "ledger"}},
    {"probes", {"base", "egress", "ingest"}},
    {"convert", {"base", "promql", "domain"}},
    {"domain", {"base", "api", "promql", "log", "ledger"}},
    {"http", {"base", "api", "log"}},
    {"assets", {"base", "api"}},
    {"server", {"base", "api", "promql", "log", "ledger", "egress", "ingest", "probes", "convert", "domain", "http", "assets", "documents"}},
    {"demo", {"base", "api", "ledger", "ingest", "domain", "http", "server"}},
    {"cli", {"base", "api", "promql", "log", "ledger", "egress", "ingest", "probes", "convert", "domain", "http", "assets", "server", "demo", "documents"}},
    {"main", {"base", "server", "cli"}},
};

std::string kind_of(const std::string& room) {
    if (room.starts_with("domain/")) return "domain";
    return room.starts_with("ingest/") ? "ingest" : room;
}

/// Empty if the arrow is allowed, else why not.
std::string refused(const std::string& from_file, const std::string& included) {
    const std::string from = room_of(from_file);
    const std::string to = room_of(included);
    if (from == to) return {};
    const auto allowed = kMayInclude.find(kind_of(from));
    if (allowed == kMayInclude.end()) return "room \"" + from + "\" is not in the design";
    const bool same_kind = kind_of(from) == kind_of(to) && (kind_of(from) == "domain" || kind_of(from) == "ingest");
    if (!allowed->second.contains(kind_of(to)) && !same_kind) {
        return from + " may not include " + to;
    }
    if (kind_of(from) == "ingest" && kind_of(to) == "ingest" && to != "ingest") return "a way in includes no other";
    if (kind_of(from) == "domain" && kind_of(to) == "domain" &&
        (included.ends_with("/decide.h") || included.find("/routes") != std::string::npos)) {
        return "a domain module never includes another's decide or routes";
    }
    return {};
}

TEST(House, TheIncludeGraphHasNoArrowUpwardOrSideways) {
    int arrows = 0;
    const RE2 include(R"re((?m)^\s*#\s*include\s+"([^"]+)")re");
    for (const fs::path& file : sources({".h", ".cc"})) {
        if (!file.string().starts_with("src/")) continue;
        const std::string text = contents(kRoot / file);
        re2::StringPiece rest(text);
        std::string included;
        while (RE2::FindAndConsume(&rest, include, &included)) {
            if (included.find('/') == std::string::npos) continue;
            ++arrows;
            EXPECT_TRUE(fs::exists(kRoot / "src" / included)) << file << " includes \"" << included << "\"";
            EXPECT_EQ(refused(file.string(), included), "") << file << " includes \"" << included << "\"";
        }
    }
    EXPECT_GT(arrows, 50) << "the test reads the tree";
}

TEST(House, ArrowsThatWouldBeWrongAreSeen) {
    EXPECT_NE(refused("src/base/x.h", "log/log.h"), "");
    EXPECT_NE(refused("src/log/x.cc", "ledger/slot.h"), "");
    EXPECT_NE(refused("src/ingest/x.cc", "domain/slo/state.h"), "");
    EXPECT_NE(refused("src/domain/slo/x.cc", "ingest/remote_write.h"), "");
    EXPECT_NE(refused("src/domain/paging/x.cc", "domain/slo/decide.h"), "");
    EXPECT_NE(refused("src/domain/paging/x.cc", "http/server.h"), "");
    EXPECT_EQ(refused("src/domain/paging/x.cc", "domain/slo/events.h"), "");
}

TEST(House, EveryTestFileIsBuilt) {
    const std::string commands = contents(fs::path(PLIMSOLL_BINARY_DIR) / "compile_commands.json");
    int tests = 0;
    for (const fs::path& file : sources({"_test.cc"})) {
        ++tests;
        EXPECT_NE(commands.find((kRoot / file).string()), std::string::npos) << file << " is in no target";
    }
    EXPECT_GT(tests, 10);
}

/// Why a line with `co_await` is one of the forms that g++ 12.2 miscompiles; empty if it is sound. Measured forms: an
/// await in a condition, a ternary or beside && and ||; a braced temporary among the arguments; an immediately invoked
/// lambda; a range-for over an awaited temporary.
std::string unsound_await(std::string statement) {
    static const RE2 comment(R"(//.*$)");
    static const RE2 allowed(R"(^\s*(co_return\s+|return\s+)?((const\s+)?[\w:<>,\s&*\[\]]+\s*=\s*)?co_await\s+[^{}?]*;?\s*$)");
    RE2::GlobalReplace(&statement, comment, "");
    if (statement.find("co_await") == std::string::npos) return {};
    if (RE2::PartialMatch(statement, R"(\b(if|while|switch|for)\s*\()")) return "awaits inside a condition or loop head";
    if (RE2::PartialMatch(statement, R"(co_await\s*\[)")) return "awaits an immediately invoked lambda";
    if (statement.find('?') != std::string::npos) return "awaits inside a ternary";
    if (RE2::PartialMatch(statement, R"(&&|\|\|)")) return "awaits beside && or ||";
    if (statement.find('{') != std::string::npos) return "has a braced temporary among the arguments";
    if (!RE2::FullMatch(statement, allowed)) return "is not a full statement or an initialiser";
    return {};
}

/// The statements of a file that contain co_await: from the last `;`, `{` or `}` before to the next `;`.
std::vector<std::string> await_statements(std::string text) {
    static const RE2 comments(R"((?m)//.*$)");
    RE2::GlobalReplace(&text, comments, "");
    std::vector<std::string> found;
    for (std::size_t at = text.find("co_await"); at != std::string::npos; at = text.find("co_await", at + 1)) {
        const std::size_t start = text.find_last_of(";{}", at);
        const std::size_t end = text.find(';', at);
        std::string statement = text.substr(start + 1, end - start);
        std::replace(statement.begin(), statement.end(), '\n', ' ');
        found.push_back(std::move(statement));
    }
    return found;
}

TEST(House, NoAwaitThatGcc12Miscompiles) {
    int awaits = 0;
    for (const fs::path& file : sources({".h", ".cc"})) {
        if (file.filename() == "house_test.cc") continue;
        for (const std::string& statement : await_statements(contents(kRoot / file))) {
            ++awaits;
            EXPECT_EQ(unsound_await(statement), "") << file << ": " << statement;
        }
    }
    EXPECT_GT(awaits, 0);
}

TEST(House, UnsoundAwaitsAreSeen) {
    for (const char* bad : {"if (co_await f()) ", "auto x = c ? co_await g() : T();", "co_await [k]() -> A<> { }();",
                            "bool b = a && co_await f();", "switch (co_await f(x)) ", "co_await f(Agg{1});",
                            "co_await f({.a = 1});", "for (auto x : co_await g()) ", "h(co_await f());"}) {
        EXPECT_NE(unsound_await(bad), "") << bad;
    }
    for (const char* good : {"co_await f(x);", "auto [ec, n] = co_await f(x, token);", "co_return co_await f(x);",
                             "const std::size_t n = co_await s.read(b, t);", "std::tie(ec, n) = 3;"}) {
        EXPECT_EQ(unsound_await(good), "") << good;
    }
}

TEST(House, NoFileIsOnlyForThisMachine) {
    for (const fs::path& file : sources({".h", ".cc", ".py", ".sh", ".txt"})) {
        if (file.filename() == "house_test.cc") continue;
        const std::string text = contents(kRoot / file);
        EXPECT_EQ(text.find(kRoot.string() + "/"), std::string::npos) << file << " names where this tree happens to lie";
    }
}

TEST(House, EveryRoomHasItsSentence) {
    const std::string map = contents(kRoot / "ARCHITECTURE.md");
    for (const auto& entry : fs::directory_iterator(kRoot / "src")) {
        if (!entry.is_directory()) continue;
        const std::string room = "src/" + entry.path().filename().string();
        EXPECT_NE(map.find(room + "/"), std::string::npos) << room << " has no line in ARCHITECTURE.md";
    }
}

}  // namespace
