// wire.h: the messages of OTLP's metrics as they stand in protobuf: which field is what, and how unknown ones are met.
//
// Format     opentelemetry-proto 1.x, metrics/v1/metrics.proto, collector/metrics/v1, common/v1, resource/v1. Fields of the
//            future are passed over; a known field of another type is a body that is damaged.
#pragma once

#include <protozero/pbf_reader.hpp>
#include <string>

namespace plimsoll::ingest::otlp {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

inline constexpr auto kVarint = pbf_wire_type::varint;
inline constexpr auto kFixed64 = pbf_wire_type::fixed64;
inline constexpr auto kBytes = pbf_wire_type::length_delimited;

/// A known field has another type than the format says. Caught where a body is decoded, as protozero's own are.
class WrongType : public protozero::exception {
public:
    explicit WrongType(protozero::pbf_tag_type field) : what_("field " + std::to_string(field) + " has another type than OTLP says") {}
    [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }

private:
    std::string what_;
};

/// Passes over a field, unless it is one of those that the caller knows by another type.
template <protozero::pbf_tag_type... known>
void skip_unless(pbf_reader& message) {
    if (((message.tag() == known) || ...)) throw WrongType(message.tag());
    message.skip();
}

/// Fields by number, where the name says what the number does not.
namespace field {
inline constexpr protozero::pbf_tag_type kNumberAttributes = 7;
inline constexpr protozero::pbf_tag_type kHistogramAttributes = 9;
inline constexpr protozero::pbf_tag_type kExponentialAttributes = 1;
inline constexpr protozero::pbf_tag_type kSummaryAttributes = 7;
inline constexpr protozero::pbf_tag_type kResourceAttributes = 1;
}  // namespace field

}  // namespace plimsoll::ingest::otlp
