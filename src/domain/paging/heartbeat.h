// heartbeat.h: a beat outward that a third party can miss: if Plimsoll dies, somebody else notices. It carries the log's
// signed head, so that a log cut or rewritten afterwards is found.
//
// Threads    beat() belongs to the dispatcher's step; answers come on the client's thread and only count.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/http_client.h"
#include "base/metrics.h"
#include "base/secrets.h"

namespace plimsoll::paging {

struct HeartbeatSettings {
    std::string url;  ///< or a reference
    Duration interval = Duration::minutes(1);
    bool allow_private = false;
    std::string ca_file;
};

class Heartbeat {
public:
    Heartbeat(HeartbeatSettings settings, std::function<std::string()> signed_head, HttpClient& http, const SecretSource& secrets,
              Metrics& metrics);

    /// Sends a beat if one is due and none is under way; returns when the next one is.
    Timestamp beat(Timestamp now);

private:
    struct Counts {
        Counter& sent;
        Counter& failed;
        Gauge& last_success;
        std::atomic<bool> under_way{false};
    };

    void send(Timestamp now);

    HeartbeatSettings settings_;
    std::function<std::string()> signed_head_;
    HttpClient& http_;
    const SecretSource& secrets_;
    std::shared_ptr<Counts> counts_;
    Timestamp next_ = Timestamp::min();
};

}  // namespace plimsoll::paging
