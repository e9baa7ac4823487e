// export_lines.h: the three kinds of lines of an export, as described structs. The field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>

#include "log/event.h"

namespace plimsoll::log {

inline constexpr std::string_view export_format = "plimsoll-log-export";
inline constexpr int export_version = 1;

struct ExportHeader {
    std::string format;
    int version = 0;
    std::string chain;
    Seq from = 0;
    Seq to = 0;
    std::string previous_hash;
};
BOOST_DESCRIBE_STRUCT(ExportHeader, (), (format, version, chain, from, to, previous_hash))

struct ExportedEvent {
    Seq seq = 0;
    std::int64_t at_ms = 0;  ///< since 1970, UTC: the number that is hashed
    std::string type;
    int version = 0;
    std::string stream;
    std::string actor;
    std::string source;
    std::string body;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(ExportedEvent, (), (seq, at_ms, type, version, stream, actor, source, body, hash))

struct ExportEnd {
    std::string head;
};
BOOST_DESCRIBE_STRUCT(ExportEnd, (), (head))

}  // namespace plimsoll::log
