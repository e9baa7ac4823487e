#include "ingest/otlp/json_export.h"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <protozero/pbf_writer.hpp>
#include <variant>
#include <vector>

#include "base/crypto.h"
#include "base/text.h"
#include "ingest/otlp/errors.h"
#include "ingest/otlp/json_messages.h"

namespace plimsoll::ingest::otlp {
namespace {

namespace bj = boost::json;
using protozero::pbf_writer;

/// A whole number of any JSON spelling: 5, 5.0, "5".
template <class Whole>
bool whole(const bj::value& value, Whole& out) {
    if (const auto* number = value.if_int64()) {
        out = static_cast<Whole>(*number);
        return std::in_range<Whole>(*number);
    }
    if (const auto* number = value.if_uint64()) {
        out = static_cast<Whole>(*number);
        return std::in_range<Whole>(*number);
    }
    if (const auto* number = value.if_double()) {
        constexpr double kExact = 9007199254740992.0;  // 2^53
        if (std::floor(*number) != *number || std::abs(*number) > kExact) return false;
        const auto same = static_cast<std::int64_t>(*number);
        out = static_cast<Whole>(same);
        return std::in_range<Whole>(same);
    }
    const auto* text = value.if_string();
    if (text == nullptr) return false;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
    return error == std::errc() && end == text->data() + text->size();
}

bool real(const bj::value& value, double& out) {
    if (value.is_number()) {
        out = value.to_number<double>();
        return true;
    }
    const auto* text = value.if_string();
    if (text == nullptr) return false;
    if (*text == "NaN") out = std::numeric_limits<double>::quiet_NaN();
    else if (*text == "Infinity") out = std::numeric_limits<double>::infinity();
    else if (*text == "-Infinity") out = -std::numeric_limits<double>::infinity();
    else {
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
        return error == std::errc() && end == text->data() + text->size();
    }
    return true;
}

bool temporality(const bj::value& value, std::int32_t& out) {
    constexpr std::string_view kNames[]{"AGGREGATION_TEMPORALITY_UNSPECIFIED", "AGGREGATION_TEMPORALITY_DELTA",
                                        "AGGREGATION_TEMPORALITY_CUMULATIVE"};
    if (const auto* text = value.if_string()) {
        for (std::int32_t i = 0; i < 3; ++i) {
            if (std::string_view(*text) == kNames[i]) return (out = i, true);
        }
    }
    return whole(value, out);
}

class Writer {
public:
    /// `bytes`: what the protobuf is written into.
    explicit Writer(const std::string& bytes) : bytes_(bytes) {}

    /// False: where() and due() say why.
    bool write(const bj::value& value, Fields fields, pbf_writer& out) {
        const auto* object = value.if_object();
        if (object == nullptr) return wrong("an object");
        for (const auto& [name, member] : *object) {
            const Field* field = find(fields, name);
            if (field == nullptr || member.is_null()) continue;
            path_.emplace_back(field->name);
            if (!write(member, *field, out)) return false;
            path_.pop_back();
        }
        return true;
    }

    [[nodiscard]] Error error() const {
        std::string where;
        for (const auto& step : path_)
            where += '/' + (step.index() == 0 ? std::string(std::get<0>(step)) : std::to_string(std::get<1>(step)));
        return fail(errors::malformed, (where.empty() ? "the document" : where) + ": " + due_ + " is due here");
    }

private:
    static const Field* find(Fields fields, std::string_view name) {
        const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
        return found == fields.end() ? nullptr : &*found;
    }

    bool wrong(std::string due) {
        due_ = std::move(due);
        return false;
    }

    template <class Whole, class Add>
    bool add_whole(const bj::value& value, const Add& add) {
        Whole number{};
        if (!whole(value, number)) return wrong(std::is_unsigned_v<Whole> ? "a whole number that is not negative" : "a whole number");
        add(number);
        return true;
    }

    bool write(const bj::value& value, const Field& field, pbf_writer& out) {
        const auto tag = field.number;
        switch (field.form) {
            case Form::text: {
                const auto* text = value.if_string();
                if (text == nullptr) return wrong("text");
                out.add_string(tag, text->data(), text->size());
                return true;
            }
            case Form::bytes: {
                const auto* text = value.if_string();
                const auto bytes = text == nullptr ? std::nullopt : crypto::from_base64(std::string_view(*text));
                if (!bytes) return wrong("text in base64");
                out.add_bytes(tag, *bytes);
                return true;
            }
            case Form::boolean:
                if (!value.is_bool()) return wrong("true or false");
                out.add_bool(tag, value.get_bool());
                return true;
            case Form::uint32:
                return add_whole<std::uint32_t>(value, [&](auto n) { out.add_uint32(tag, n); });
            case Form::sint32:
                return add_whole<std::int32_t>(value, [&](auto n) { out.add_sint32(tag, n); });
            case Form::int64:
                return add_whole<std::int64_t>(value, [&](auto n) { out.add_int64(tag, n); });
            case Form::fixed64:
                return add_whole<std::uint64_t>(value, [&](auto n) { out.add_fixed64(tag, n); });
            case Form::sfixed64:
                return add_whole<std::int64_t>(value, [&](auto n) { out.add_sfixed64(tag, n); });
            case Form::real: {
                double number = 0;
                if (!real(value, number)) return wrong("a number");
                out.add_double(tag, number);
                return true;
            }
            case Form::temporality: {
                std::int32_t number = 0;
                if (!temporality(value, number)) return wrong("1 (delta) or 2 (cumulative)");
                out.add_enum(tag, number);
                return true;
            }
            case Form::fixed64s:
                return each(value,
                            [&](const bj::value& one) { return add_whole<std::uint64_t>(one, [&](auto n) { out.add_fixed64(tag, n); }); });
            case Form::uint64s:
                return each(value,
                            [&](const bj::value& one) { return add_whole<std::uint64_t>(one, [&](auto n) { out.add_uint64(tag, n); }); });
            case Form::reals:
                return each(value, [&](const bj::value& one) {
                    double number = 0;
                    if (!real(one, number)) return wrong("a number");
                    out.add_double(tag, number);
                    return true;
                });
            case Form::message:
                return message(value, field, out);
            case Form::messages:
                return each(value, [&](const bj::value& one) { return message(one, field, out); });
        }
        return wrong("something else");
    }

    bool message(const bj::value& value, const Field& field, pbf_writer& out) {
        const std::size_t before = bytes_.size();
        bool good = false;
        {
            pbf_writer inside(out, field.number);
            good = write(value, field.of(), inside);
        }
        if (bytes_.size() == before) out.add_message(field.number, "", 0);  // the writer leaves empty messages out; here they are something
        return good;
    }

    template <class One>
    bool each(const bj::value& value, const One& one) {
        const auto* list = value.if_array();
        if (list == nullptr) return wrong("a list");
        for (std::size_t i = 0; i < list->size(); ++i) {
            path_.emplace_back(i);
            if (!one((*list)[i])) return false;
            path_.pop_back();
        }
        return true;
    }

    const std::string& bytes_;
    std::vector<std::variant<std::string_view, std::size_t>> path_;
    std::string due_;
};

}  // namespace

Result<std::string> protobuf_of_json(std::string_view text) {
    boost::system::error_code code;
    bj::parse_options options;
    options.max_depth = 32;
    const bj::value document = bj::parse(text, code, bj::make_shared_resource<bj::monotonic_resource>(), options);
    if (code) return fail(errors::malformed, "JSON: " + code.message());
    std::string out;
    out.reserve(text.size());
    pbf_writer writer(out);
    Writer json(out);
    if (!json.write(document, json_request(), writer)) return json.error();
    return out;
}

}  // namespace plimsoll::ingest::otlp
