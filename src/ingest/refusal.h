// refusal.h: why telemetry is not taken: whole requests by the catalogue, single samples by their reason.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/error.h"

namespace plimsoll::ingest {

namespace errors {
inline constexpr ErrorKind wrong_media{"ingest.wrong_media", 415, "The request is not a remote write",
                                       "Send Content-Type: application/x-protobuf and Content-Encoding: snappy"};
inline constexpr ErrorKind wrong_version{
    "ingest.wrong_version", 415, "The body is of another version than its Content-Type says",
    "Send 1.0 as Content-Type application/x-protobuf, 2.0 as application/x-protobuf;proto=io.prometheus.write.v2.Request"};
inline constexpr ErrorKind malformed{"ingest.malformed", 400, "The body is not a remote-write message",
                                     "Check what stands between the sender and this server; the body is broken"};
inline constexpr ErrorKind too_large{"ingest.too_large", 413, "The body is larger than the limit",
                                     "Lower max_samples_per_send under queue_config, or raise the server's limit"};
inline constexpr ErrorKind refused_samples{
    "ingest.refused_samples", 400, "Some samples will never be good",
    "The others are stored; mend the exporter named, or narrow the SLI's selector"};
inline constexpr ErrorKind no_room{"ingest.no_room", 503, "The disk of the data folder is nearly full",
                                   "Free space; the sender retries by itself"};
inline constexpr ErrorKind rebinding{"ingest.rebinding", 503, "The catalogue is being applied",
                                     "The sender retries by itself"};
inline constexpr ErrorKind new_group{"ingest.new_group", 503, "A group that was not seen before is being added",
                                     "The sender retries by itself"};
inline constexpr ErrorKind unreadable{"ingest.unreadable", 422, "The file cannot be imported",
                                      "Check that it is OpenMetrics or Prometheus text with timestamps, plain or gzip"};
inline constexpr ErrorKind too_many_samples{
    "ingest.too_many_samples", 422, "The file holds more samples than one import takes",
    "Split it by time, with an overlap of one scrape interval, and import the parts"};
}  // namespace errors

/// Why a sample will never be good. Kept in one byte by the decoder's cache; the order is not permanent.
enum class Reason : std::uint8_t {
    not_a_number,
    infinite,
    negative,
    not_whole,
    too_large,
    in_the_future,
    too_late,
    conflicting_duplicate,
    no_labels,
    no_name,
    nameless_label,
    duplicate_label,
    not_utf8,
    too_many_labels,
    label_name_too_long,
    label_value_too_long,
    too_many_series,
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::too_many_series) + 1;

/// For metrics: "not_whole".
[[nodiscard]] std::string_view key(Reason reason);
/// For people: "the counter is not a whole number".
[[nodiscard]] std::string_view words(Reason reason);
[[nodiscard]] std::string_view remedy(Reason reason);

/// How many samples were refused for each reason.
struct ReasonCounts {
    std::array<std::uint64_t, kReasons> by_reason{};
    std::uint64_t& operator[](Reason reason) { return by_reason[static_cast<std::size_t>(reason)]; }
    std::uint64_t operator[](Reason reason) const { return by_reason[static_cast<std::size_t>(reason)]; }
    [[nodiscard]] std::uint64_t total() const;
};

}  // namespace plimsoll::ingest
