// chain_watch.h: reads the log again and again, in small steps, to see that its chain still holds.
//
// What       every link from the first event on, and every head that was signed with this server's key and recorded beside
//            the log. A whole pass at the start and then every hour; what is appended meanwhile is followed within ten
//            seconds. `plimsoll audit verify` explains what a pass finds.
// Pace       2,000 events or so, then a pause of 100 ms: requests that read the disk get their turn in between.
// Threads    the duty runs on its loop; progress() from any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "log/chain.h"
#include "log/heads.h"
#include "log/log.h"
#include "server/loop.h"

namespace plimsoll::server {

/// unverified: the first pass has not come to its end. broken: see `problem`.
BOOST_DEFINE_ENUM_CLASS(ChainVerdict, intact, unverified, broken)

struct ChainProgress {
    ChainVerdict verdict = ChainVerdict::unverified;
    log::Seq verified_seq = 0;              ///< every event up to here follows from the one before
    std::optional<Timestamp> verified_at;   ///< when that was last seen to be so
    std::string problem;                    ///< one sentence; empty: none
};

class ChainWatch {
public:
    static constexpr std::size_t kStep = 2'000;
    static constexpr Duration kPause = Duration::ms(100);
    static constexpr Duration kFollow = Duration::seconds(10);
    static constexpr Duration kWholePass = Duration::hours(1);

    /// `public_key`: heads that other keys signed are not compared.
    ChainWatch(const log::Log& log, log::HeadBook book, std::string public_key);

    [[nodiscard]] Duty duty();
    [[nodiscard]] ChainProgress progress() const;
    /// One step of work, as the duty does when it is due.
    void step(Timestamp now);

private:
    void begin_pass(Timestamp now);
    Result<> read_step();
    [[nodiscard]] bool check(const log::Event& row);
    [[nodiscard]] bool agrees_with_heads(const log::Event& row);
    void broken(std::string problem);
    void reached(Timestamp now);

    const log::Log& log_;
    const log::HeadBook book_;
    const std::string public_key_;

    // of the pass; the loop's thread
    log::ChainHasher hasher_;
    std::vector<log::SignedHead> heads_;  ///< by seq
    std::size_t next_head_ = 0;
    log::Seq next_ = 1;
    log::Seq until_ = 0;
    crypto::Sha256 previous_{};
    std::string found_;
    bool passing_ = false;
    bool whole_ = true;
    Timestamp due_;
    Timestamp next_pass_;

    mutable std::mutex mutex_;  // guards what follows
    ChainProgress progress_;
};

}  // namespace plimsoll::server
