#include "ingest/body_decoder.h"

#include <protozero/pbf_reader.hpp>

namespace plimsoll::ingest {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;

void count(std::string_view series, std::uint32_t histograms, std::uint32_t exemplars, Held& held) {
    pbf_reader message(series);
    while (message.next()) {
        if (message.tag() == 2) ++held.samples;
        if (message.tag() == histograms) ++held.histograms;
        if (message.tag() == exemplars) ++held.exemplars;
        message.skip();
    }
}

}  // namespace

Result<GatheredBody> BodyDecoder::decode(std::string_view body, Timestamp now) {
    TRY_ASSIGN(const std::string_view bytes, unpack(body));
    auto out = decode_unpacked(bytes, now);
    give_back();
    return out;
}

Result<Held> BodyDecoder::held(std::string_view bytes) const {
    Held held;
    try {
        pbf_reader message(bytes);
        while (message.next(fields_.series, pbf_wire_type::length_delimited)) {
            count(message.get_view(), fields_.histograms, fields_.exemplars, held);
        }
    } catch (const protozero::exception& e) {
        return fail(errors::malformed, std::string("protobuf: ") + e.what());
    }
    return held;
}

Result<ReplicaName> BodyDecoder::sender(std::string_view bytes, const ReplicaRule& rule) {
    try {
        TRY_ASSIGN(Labels labels, first_labels(bytes));
        (void)canonicalise(labels);  // what is wrong with them is said when they are resolved
        return ReplicaName{std::string(value_of(labels, rule.cluster_label)), std::string(value_of(labels, rule.replica_label))};
    } catch (const protozero::exception& e) {
        return fail(errors::malformed, std::string("protobuf: ") + e.what());
    }
}

Labels without(Labels labels, std::string_view name) {
    if (!name.empty()) std::erase_if(labels, [name](const promql::Label& label) { return label.name == name; });
    return labels;
}

}  // namespace plimsoll::ingest
