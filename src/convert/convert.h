// convert.h: definitions that other tools keep, as Plimsoll's catalogue keeps them; and back.
//
// Loss       nothing is dropped in silence: every field of the input that does not stand in the output with the same meaning is
//            in the report, with its place, what became of it, and what to write instead where there is something.
// Whole      an object that cannot be judged at all without what is missing is left out and reported as `dropped`.
// Pure       text in, text out: no clock, no disk.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::convert {

namespace errors {
inline constexpr ErrorKind unknown_format{"convert.unknown_format", 422, "The format of the input is not known",
                                          "Name it with --from; `plimsoll import slo --help` lists those that are read"};
inline constexpr ErrorKind unreadable{"convert.unreadable", 422, "The input is not what its format asks for", "Correct it at the place named"};
}  // namespace errors

BOOST_DEFINE_ENUM_CLASS(Format, openslo_v1, openslo_v1alpha, openslo_v2alpha, sloth, sloth_kubernetes, pyrra, slo_generator_v1,
                        slo_generator_v2, nobl9, grafana, backstage, codeowners)

/// carried: it means the same, written otherwise. changed: it means nearly the same. dropped: nothing here means that.
BOOST_DEFINE_ENUM_CLASS(Fate, carried, changed, dropped)

struct Loss {
    std::string object;  ///< "slo/checkout-availability"
    std::string field;   ///< its path in the input: "spec.alerting.absent"
    int line = 0;
    Fate fate = Fate::dropped;
    std::string why;
    std::string instead; ///< what to do; may be empty
    std::string file;    ///< name of the input
};
BOOST_DESCRIBE_STRUCT(Loss, (), (object, field, line, fate, why, instead, file))

/// A file of the catalogue.
struct Document {
    std::string path;  ///< proposed: "slos/checkout-availability.yaml"
    std::string yaml;
};
BOOST_DESCRIBE_STRUCT(Document, (), (path, yaml))

struct Converted {
    Format format = Format::openslo_v1;
    std::vector<Document> documents;
    std::vector<Loss> losses;   ///< changed and dropped; in the order of the input
    int objects = 0;            ///< read
    int slos = 0;               ///< made
};
BOOST_DESCRIBE_STRUCT(Converted, (), (format, documents, losses, objects, slos))

struct Input {
    std::string name;  ///< of the file, for messages
    std::string text;
};
struct Options {
    std::string data_source;  ///< metricSourceRef of every query; empty: samples are pushed
    std::string owner;        ///< of services made where the input names none
};

/// Empty: it is none of them.
[[nodiscard]] std::optional<Format> detect(const Input& input);
/// Errors: unknown_format; unreadable (its fields name every place).
[[nodiscard]] Result<Converted> to_catalogue(const std::vector<Input>& inputs, std::optional<Format> format, const Options& options);

}  // namespace plimsoll::convert
