// routes.h: practising over HTTP. All but the workbook keep nothing: what is to be looked at comes with the question.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/route.h"
#include "domain/people/bank.h"
#include "domain/practice/ask.h"
#include "domain/practice/workbook.h"

namespace plimsoll::practice {

/// Rows with this name as Route::open_as need no account where the administrator says so.
inline constexpr const char* kOpenAs = "practise";

/// Where workbooks are kept: a text for each person. Calls may wait for the disk.
class Shelf {
public:
    virtual ~Shelf() = default;
    /// Empty: nothing is kept for that person. Errors: those of the vault.
    virtual Result<std::optional<std::string>> read(const std::string& person) = 0;
    /// Durable when it returns. Errors: those of the vault.
    virtual Result<> write(const std::string& person, const std::string& text) = 0;
    virtual Result<> remove(const std::string& person) = 0;
};

/// The rules of one person's workbook, over a shelf. Threads: one at a time (those of the desk that `run` posts to).
class Workbooks {
public:
    /// `shelf` must outlive it.
    explicit Workbooks(Shelf& shelf) : shelf_(shelf) {}

    struct Read {
        Workbook workbook;
        std::string tag;
    };
    /// An empty workbook where nothing is kept. Errors: no_workbook (nobody who signed in); those of the shelf.
    Result<Read> read(const api::Actor& actor);
    /// Gives the new tag. `if_match` is the header as sent. Errors: no_workbook; no_tag; workbook_changed; invalid.
    Result<std::string> write(const api::Actor& actor, const std::string& if_match, const Workbook& workbook);
    /// Removes all of it for good. Errors: no_workbook; those of the shelf.
    Result<> remove(const api::Actor& actor);

private:
    Shelf& shelf_;
};

/// What PUT answers.
struct WorkbookKept {
    std::string tag;
    int bytes = 0;
    int bytes_allowed = 0;
};
BOOST_DESCRIBE_STRUCT(WorkbookKept, (), (tag, bytes, bytes_allowed))

struct Ports {
    std::function<std::shared_ptr<const people::BankReading>()> bank;  ///< as it is now; any thread
    std::function<std::shared_ptr<const AskList>()> asks;
    Workbooks* workbooks = nullptr;                                      ///< must outlive the rows
    std::function<bool(std::function<void()>)> run;                      ///< posts to the thread that may wait for the disk; false: too much waits
    using Work = std::function<Result<api::Reply>(const api::Request&)>;
    std::function<api::AsyncHandler(Work)> apart;                        ///< a handler on a thread that may compute for a second; strangers ask too
};

[[nodiscard]] std::vector<api::Route> routes(Ports ports);

}  // namespace plimsoll::practice
