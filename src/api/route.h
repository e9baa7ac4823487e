// route.h: what a module offers over HTTP, as plain rows. No Boost, no sockets: http/ turns rows into a server,
// an OpenAPI document and access checks.
//
// Threads    handlers run on I/O threads, several at once; they must not block on disk, network or a lock held longer
//            than a millisecond.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/rights.h"
#include "api/stream.h"
#include "base/json.h"
#include "base/result.h"
#include "base/units.h"

namespace plimsoll::api {

enum class Method { get, post, put, patch, del };

struct Request {
    Method method = Method::get;
    std::string path;
    std::map<std::string, std::string> path_parameters;  ///< "{name}" segments, percent-decoded
    std::multimap<std::string, std::string> query;       ///< percent-decoded
    std::map<std::string, std::string> headers;          ///< names in lower case
    std::string body;
    Actor actor;
    std::string remote_address;  ///< without port
    Timestamp at;                ///< when it was read

    [[nodiscard]] std::optional<std::string> query_value(const std::string& key) const;
    [[nodiscard]] std::string header(const std::string& lower_case_name) const;
};

struct Reply {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    /// The reply leaves only when this log sequence number is durable; 0: at once. A failed commit makes it a 503.
    std::uint64_t after_seq = 0;
    /// Given: http/ sets ETag from it and answers 304 to a matching If-None-Match.
    std::string etag;
    /// Given: the reply goes on from here and `body` is not sent.
    std::shared_ptr<Stream> stream;
    /// The body holds a secret that leaves once: http/ keeps no copy of it for a repeated Idempotency-Key.
    bool shown_once = false;
};

/// 200 with the value as JSON. The type needs PLIMSOLL_JSON in a codec file.
template <class T>
[[nodiscard]] Reply ok(const T& value, std::uint64_t after_seq = 0) {
    Reply reply;
    reply.body = json::encode(value);
    reply.after_seq = after_seq;
    return reply;
}

/// The type of a request or reply body, for OpenAPI. An empty name means "no body".
struct TypeRef {
    std::string name;
    std::string schema;                              ///< JSON Schema text
    std::string content_type = "application/json";
};

template <class T>
[[nodiscard]] TypeRef type(std::string name) {
    return {std::move(name), json::schema<T>(), "application/json"};
}
/// A body that is not JSON: "application/x-protobuf", "text/plain; version=0.0.4".
[[nodiscard]] TypeRef opaque(std::string name, std::string content_type);
[[nodiscard]] inline TypeRef no_body() { return {}; }

struct Parameter {
    std::string name;
    std::string in;  ///< "path" or "query"
    std::string description;
    bool required = false;
};

using Handler = std::function<Result<Reply>(const Request&)>;
using Done = std::function<void(Result<Reply>)>;
/// For work that finishes on another thread; `done` is called exactly once, from any thread.
using AsyncHandler = std::function<void(Request, Done)>;

struct Route {
    Method method = Method::get;
    std::string path;     ///< "/api/v1/slos/{name}"; a last "{path...}" takes all segments that are left
    std::string summary;  ///< imperative, one sentence
    Right right = Right::view;
    TypeRef request;
    TypeRef reply;
    std::vector<Parameter> parameters;
    Handler handler;        ///< exactly one of the two
    AsyncHandler async_handler;
    /// Open to senders without a token when the listener is on loopback and nothing forwarded the request.
    bool open_on_loopback = false;
    /// Open to everybody, as "anonymous" with the row's right, where http::Settings::open_rows has this name; empty: never.
    std::string open_as;
    bool needs_no_right = false;  ///< /healthz, /readyz
    bool listed = true;           ///< in the OpenAPI document; pages of the web UI are no part of the API
    std::size_t body_limit = 1 << 20;
};

/// How a module's rows reach its state and give commands, without knowing the engine.
template <class State, class Command>
struct Engine {
    /// Calls `look` with the state; returns the log sequence that the state reflects, for Reply::after_seq.
    /// `look` must be quick (the engine waits meanwhile) and must copy what it keeps.
    std::function<std::uint64_t(const std::function<void(const State&)>& look)> read;
    /// Decides, applies and hands the events to the log; returns the sequence of the last event (or of what was
    /// already so, when there was nothing to do). Errors: whatever decide refuses; busy; io.
    std::function<Result<std::uint64_t>(const Actor& actor, Command command)> submit;
};

}  // namespace plimsoll::api
