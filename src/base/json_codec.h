// json_codec.h: the JSON codec over Boost.Describe. Heavy: include it only in `*_codec.cc` files, and there instantiate
// each outermost type once with PLIMSOLL_JSON(Type) at global scope. What the codec promises stands in base/json.h.
#pragma once

#include <boost/core/type_name.hpp>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/invariant.h"
#include "base/json.h"
#include "base/text.h"
#include "base/units.h"

namespace plimsoll::json::codec {

namespace bj = boost::json;
namespace bd = boost::describe;

enum class Unknown { ignore, refuse };

/// Where decoding stands, and every rule broken so far. The path is a chain of steps on the stack, put into words only
/// when something is broken.
class Reader {
public:
    explicit Reader(Unknown unknown) : unknown_(unknown) {}
    [[nodiscard]] bool strict() const { return unknown_ == Unknown::refuse; }
    void broken(std::string rule, std::string remedy = {}) {
        if (errors_.size() < 100) errors_.push_back({path(), std::move(rule), std::move(remedy)});
    }
    [[nodiscard]] std::vector<FieldError>& errors() { return errors_; }

    /// One step of the path for as long as it lives; `key` must live as long.
    class Step {
    public:
        Step(Reader& reader, std::string_view key) : reader_(reader), above_(reader.last_), key_(key) { reader.last_ = this; }
        Step(Reader& reader, std::size_t index) : reader_(reader), above_(reader.last_), index_(index) { reader.last_ = this; }
        ~Step() { reader_.last_ = above_; }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

    private:
        friend class Reader;
        Reader& reader_;
        const Step* above_;
        std::string_view key_;
        std::size_t index_ = 0;
    };

private:
    [[nodiscard]] std::string path() const {
        std::string out;
        for (const Step* step = last_; step != nullptr; step = step->above_) {
            out.insert(0, "/" + (step->key_.data() == nullptr ? std::to_string(step->index_) : std::string(step->key_)));
        }
        return out.empty() ? "/" : out;
    }

    Unknown unknown_;
    const Step* last_ = nullptr;
    std::vector<FieldError> errors_;
};

void write_string(std::string& out, std::string_view text);
void write_double(std::string& out, double value);
[[nodiscard]] Result<bj::value> parse(std::string_view text, bj::storage_ptr storage);
/// Last component of a C++ type name, for schema titles.
[[nodiscard]] std::string short_name(std::string full);

template <class T>
concept Described = std::is_class_v<T> && bd::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && bd::has_describe_enumerators<T>::value;
template <class T>
concept HasDefaults = requires { typename T::json_defaults; };

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T, class C, class A>
struct IsMap<std::map<std::string, T, C, A>> : std::true_type {};
template <class T>
struct IsMap<std::unordered_map<std::string, T>> : std::true_type {};
template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <class T>
struct IsList<std::set<T>> : std::true_type {};

template <class T>
using Members = bd::describe_members<T, bd::mod_any_access>;

template <DescribedEnum E>
const char* enum_name(E value) {
    const char* name = nullptr;
    boost::mp11::mp_for_each<bd::describe_enumerators<E>>([&](auto d) {
        if (d.value == value) name = d.name;
    });
    INVARIANT(name != nullptr, "an enum holds one of its enumerators");
    return name;
}

// ---- writing -------------------------------------------------------------------------------------------------------

template <class T>
void write(std::string& out, const T& value);

template <class T>
void write_members(std::string& out, const T& value, bool first) {
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
        if (!first) out += ',';
        first = false;
        out += '"';
        out += d.name;
        out += "\":";
        write(out, value.*d.pointer);
    });
}

template <class T>
void write(std::string& out, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
        out += std::to_string(value);
    } else if constexpr (std::is_floating_point_v<T>) {
        write_double(out, value);
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        write_string(out, value);
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        write_string(out, text::rfc3339(value));
    } else if constexpr (std::is_same_v<T, Duration>) {
        write_string(out, text::duration(value));
    } else if constexpr (std::is_same_v<T, Ratio>) {
        out += "{\"numerator\":" + std::to_string(value.numerator()) +
               ",\"denominator\":" + std::to_string(value.denominator()) + "}";
    } else if constexpr (std::is_same_v<T, TimeRange>) {
        out += "{\"start\":";
        write(out, value.start);
        out += ",\"end\":";
        write(out, value.end);
        out += '}';
    } else if constexpr (DescribedEnum<T>) {
        write_string(out, enum_name(value));
    } else if constexpr (IsOptional<T>::value) {
        if (value) write(out, *value);
        else out += "null";
    } else if constexpr (IsVariant<T>::value) {
        std::visit(
            [&](const auto& alternative) {
                using A = std::decay_t<decltype(alternative)>;
                out += "{\"type\":\"";
                out += A::json_tag;
                out += '"';
                write_members(out, alternative, false);
                out += '}';
            },
            value);
    } else if constexpr (IsMap<T>::value) {
        out += '{';
        bool first = true;
        for (const auto& [key, item] : value) {
            if (!first) out += ',';
            first = false;
            write_string(out, key);
            out += ':';
            write(out, item);
        }
        out += '}';
    } else if constexpr (IsList<T>::value) {
        out += '[';
        bool first = true;
        for (const auto& item : value) {
            if (!first) out += ',';
            first = false;
            write(out, static_cast<const typename T::value_type&>(item));
        }
        out += ']';
    } else {
        static_assert(Described<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
        out += '{';
        write_members(out, value, true);
        out += '}';
    }
}

// ---- reading -------------------------------------------------------------------------------------------------------

template <class T>
void read(Reader& reader, const bj::value& json, T& out);

inline std::string_view view(const bj::string& text) { return {text.data(), text.size()}; }

template <class T>
void read_integer(Reader& reader, const bj::value& json, T& out) {
    const auto whole = [&](auto number) {
        if (!std::in_range<T>(number)) return reader.broken("is out of range");
        out = static_cast<T>(number);
    };
    if (json.is_int64()) return whole(json.get_int64());
    if (json.is_uint64()) return whole(json.get_uint64());
    if (json.is_double()) {
        const double d = json.get_double();
        if (std::floor(d) == d && std::fabs(d) < 9e15) return whole(static_cast<std::int64_t>(d));
    }
    reader.broken("must be a whole number");
}

template <class T>
void read_text(Reader& reader, const bj::value& json, T& out, Result<T> (*parse)(std::string_view), const char* rule) {
    if (!json.is_string()) return reader.broken(rule);
    if (auto parsed = parse(view(json.get_string()))) out = *parsed;
    else reader.broken(rule, parsed.error().detail());
}

template <class T>
void read_members(Reader& reader, const bj::object& object, T& out, bool tagged) {
    std::size_t known = tagged ? 1 : 0;
    const auto* next = object.begin();  // what we wrote ourselves stands in the order of the members
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
        using M = std::decay_t<decltype(out.*d.pointer)>;
        const std::string_view name(d.name);
        const Reader::Step step(reader, name);
        if (tagged && next != object.end() && next->key() == "type") ++next;
        const bj::value* found = nullptr;
        if (next != object.end() && next->key() == bj::string_view(name.data(), name.size())) found = &(next++)->value();
        else found = object.if_contains(bj::string_view(name.data(), name.size()));
        if (found != nullptr) {
            ++known;
            read(reader, *found, out.*d.pointer);
        } else if constexpr (!IsOptional<M>::value && !HasDefaults<T>) {
            reader.broken("is missing");
        }
    });
    if (!reader.strict() || known == object.size()) return;
    for (const auto& entry : object) {
        const std::string_view key(entry.key().data(), entry.key().size());
        bool wanted = tagged && key == "type";
        boost::mp11::mp_for_each<Members<T>>([&](auto d) { wanted = wanted || key == d.name; });
        const Reader::Step step(reader, key);
        if (!wanted) reader.broken("is not a known field", "remove it or correct its spelling");
    }
}

template <class V, std::size_t I = 0>
void read_variant(Reader& reader, const bj::object& object, std::string_view tag, V& out) {
    if constexpr (I == std::variant_size_v<V>) {
        const Reader::Step step(reader, "type");
        reader.broken("\"" + std::string(tag) + "\" is not a known type");
    } else {
        using A = std::variant_alternative_t<I, V>;
        if (tag != A::json_tag) return read_variant<V, I + 1>(reader, object, tag, out);
        A alternative;
        read_members(reader, object, alternative, true);
        out = std::move(alternative);
    }
}

template <DescribedEnum E>
void read_enum(Reader& reader, const bj::value& json, E& out) {
    bool found = false;
    std::string names;
    boost::mp11::mp_for_each<bd::describe_enumerators<E>>([&](auto d) {
        names += (names.empty() ? "" : ", ") + std::string(d.name);
        if (json.is_string() && view(json.get_string()) == d.name) {
            out = d.value;
            found = true;
        }
    });
    if (!found) reader.broken("must be one of " + names);
}

template <class T>
void read(Reader& reader, const bj::value& json, T& out) {
    if constexpr (std::is_same_v<T, bool>) {
        if (json.is_bool()) out = json.get_bool();
        else reader.broken("must be true or false");
    } else if constexpr (std::is_integral_v<T>) {
        read_integer(reader, json, out);
    } else if constexpr (std::is_floating_point_v<T>) {
        if (json.is_number()) out = json.to_number<double>();
        else reader.broken("must be a number");
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (json.is_string()) out.assign(json.get_string().data(), json.get_string().size());
        else reader.broken("must be text");
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        read_text<Timestamp>(reader, json, out, &text::parse_rfc3339, "must be an RFC 3339 time");
    } else if constexpr (std::is_same_v<T, Duration>) {
        read_text<Duration>(reader, json, out, &text::parse_duration, "must be a duration such as 30d or 5m");
    } else if constexpr (std::is_same_v<T, Ratio>) {
        const bj::object* object = json.if_object();
        if (object == nullptr) return reader.broken("must be {numerator, denominator}");
        std::int64_t n = 0;
        std::int64_t d = 0;
        if (const auto* v = object->if_contains("numerator")) read_integer(reader, *v, n);
        if (const auto* v = object->if_contains("denominator")) read_integer(reader, *v, d);
        if (auto ratio = Ratio::of(n, d)) out = *ratio;
        else reader.broken("must have a denominator above zero");
    } else if constexpr (std::is_same_v<T, TimeRange>) {
        const bj::object* object = json.if_object();
        if (object == nullptr) return reader.broken("must be {start, end}");
        if (const auto* v = object->if_contains("start")) read(reader, *v, out.start);
        else reader.broken("has no start");
        if (const auto* v = object->if_contains("end")) read(reader, *v, out.end);
        else reader.broken("has no end");
    } else if constexpr (DescribedEnum<T>) {
        read_enum(reader, json, out);
    } else if constexpr (IsOptional<T>::value) {
        if (json.is_null()) {
            out.reset();
        } else {
            typename T::value_type inner{};
            read(reader, json, inner);
            out = std::move(inner);
        }
    } else if constexpr (IsVariant<T>::value) {
        const bj::object* object = json.if_object();
        const bj::value* tag = object == nullptr ? nullptr : object->if_contains("type");
        if (tag == nullptr || !tag->is_string()) return reader.broken("must be an object with a \"type\"");
        read_variant(reader, *object, view(tag->get_string()), out);
    } else if constexpr (IsMap<T>::value) {
        const bj::object* object = json.if_object();
        if (object == nullptr) return reader.broken("must be an object");
        for (const auto& entry : *object) {
            const std::string key(entry.key().data(), entry.key().size());
            const Reader::Step step(reader, key);
            typename T::mapped_type item{};
            read(reader, entry.value(), item);
            out.insert_or_assign(key, std::move(item));
        }
    } else if constexpr (IsList<T>::value) {
        const bj::array* array = json.if_array();
        if (array == nullptr) return reader.broken("must be a list");
        std::size_t index = 0;
        for (const bj::value& element : *array) {
            const Reader::Step step(reader, index++);
            typename T::value_type item{};
            read(reader, element, item);
            out.insert(out.end(), std::move(item));
        }
    } else {
        static_assert(Described<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
        const bj::object* object = json.if_object();
        if (object == nullptr) return reader.broken("must be an object");
        read_members(reader, *object, out, false);
    }
}

template <class T>
Result<T> decode_as(std::string_view text, Unknown unknown) {
    unsigned char stack[16 * 1024];
    bj::monotonic_resource memory(stack, sizeof stack);
    TRY_ASSIGN(const bj::value json, parse(text, &memory));
    Reader reader(unknown);
    T out{};
    read(reader, json, out);
    if (!reader.errors().empty()) return fail(errors::invalid, {}, std::move(reader.errors()));
    return out;
}

// ---- schema --------------------------------------------------------------------------------------------------------

template <class T>
void schema_of(std::string& out);

template <class T>
void schema_members(std::string& out, std::string_view tag) {
    out += "{\"type\":\"object\",\"title\":";
    write_string(out, short_name(boost::core::type_name<T>()));
    out += ",\"properties\":{";
    bool first = true;
    std::string required;
    if (!tag.empty()) {
        out += "\"type\":{\"const\":\"" + std::string(tag) + "\"}";
        required = "\"type\"";
        first = false;
    }
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
        using M = std::decay_t<decltype(std::declval<T&>().*d.pointer)>;
        if (!first) out += ',';
        first = false;
        out += '"' + std::string(d.name) + "\":";
        schema_of<M>(out);
        if (!IsOptional<M>::value && !HasDefaults<T>) required += (required.empty() ? "\"" : ",\"") + std::string(d.name) + '"';
    });
    out += "},\"required\":[" + required + "]}";
}

template <class V, std::size_t... I>
void schema_variant(std::string& out, std::index_sequence<I...>) {
    out += "{\"oneOf\":[";
    ((out += (I == 0 ? "" : ","), schema_members<std::variant_alternative_t<I, V>>(out, std::variant_alternative_t<I, V>::json_tag)), ...);
    out += "]}";
}

template <class T>
void schema_of(std::string& out) {
    if constexpr (std::is_same_v<T, bool>) {
        out += R"({"type":"boolean"})";
    } else if constexpr (std::is_integral_v<T>) {
        out += std::is_unsigned_v<T> ? R"({"type":"integer","minimum":0})" : R"({"type":"integer"})";
    } else if constexpr (std::is_floating_point_v<T>) {
        out += R"({"type":"number"})";
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        out += R"({"type":"string"})";
    } else if constexpr (std::is_same_v<T, Timestamp>) {
        out += R"({"type":"string","format":"date-time"})";
    } else if constexpr (std::is_same_v<T, Duration>) {
        out += R"({"type":"string","description":"a duration such as 30d or 5m"})";
    } else if constexpr (std::is_same_v<T, Ratio>) {
        out += R"({"type":"object","title":"Ratio","properties":{"numerator":{"type":"integer"},"denominator":)"
               R"({"type":"integer","minimum":1}},"required":["numerator","denominator"]})";
    } else if constexpr (std::is_same_v<T, TimeRange>) {
        out += R"({"type":"object","title":"TimeRange","description":"half-open","properties":{"start":{"type":"string",)"
               R"("format":"date-time"},"end":{"type":"string","format":"date-time"}},"required":["start","end"]})";
    } else if constexpr (DescribedEnum<T>) {
        out += "{\"type\":\"string\",\"enum\":[";
        bool first = true;
        boost::mp11::mp_for_each<bd::describe_enumerators<T>>([&](auto d) {
            out += (first ? "\"" : ",\"") + std::string(d.name) + '"';
            first = false;
        });
        out += "]}";
    } else if constexpr (IsOptional<T>::value) {
        out += "{\"anyOf\":[";
        schema_of<typename T::value_type>(out);
        out += R"(,{"type":"null"}]})";
    } else if constexpr (IsVariant<T>::value) {
        schema_variant<T>(out, std::make_index_sequence<std::variant_size_v<T>>{});
    } else if constexpr (IsMap<T>::value) {
        out += "{\"type\":\"object\",\"additionalProperties\":";
        schema_of<typename T::mapped_type>(out);
        out += '}';
    } else if constexpr (IsList<T>::value) {
        out += "{\"type\":\"array\",\"items\":";
        schema_of<typename T::value_type>(out);
        out += '}';
    } else {
        schema_members<T>(out, {});
    }
}

}  // namespace plimsoll::json::codec

namespace plimsoll::json {

template <class T>
std::string encode(const T& value) {
    std::string out;
    codec::write(out, value);
    return out;
}
template <class T>
Result<T> decode(std::string_view text) {
    return codec::decode_as<T>(text, codec::Unknown::ignore);
}
template <class T>
Result<T> decode_strict(std::string_view text) {
    return codec::decode_as<T>(text, codec::Unknown::refuse);
}
template <class T>
std::string schema() {
    std::string out;
    codec::schema_of<T>(out);
    return out;
}

}  // namespace plimsoll::json

/// Instantiates the codec of one type; at global scope, once in the program.
#define PLIMSOLL_JSON(...)                                                                           \
    template std::string plimsoll::json::encode<__VA_ARGS__>(const __VA_ARGS__&);                    \
    template plimsoll::Result<__VA_ARGS__> plimsoll::json::decode<__VA_ARGS__>(std::string_view);    \
    template plimsoll::Result<__VA_ARGS__> plimsoll::json::decode_strict<__VA_ARGS__>(std::string_view); \
    template std::string plimsoll::json::schema<__VA_ARGS__>();
