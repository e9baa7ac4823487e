// session_codec.h: what the session reads as JSON.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

namespace plimsoll::cli {

struct ProblemField {
    using json_defaults = void;
    std::string pointer;
    std::string place;
    std::string detail;
    std::string remedy;
};
BOOST_DESCRIBE_STRUCT(ProblemField, (), (pointer, place, detail, remedy))

struct Problem {
    using json_defaults = void;
    std::string title;
    std::string detail;
    std::string remedy;
    std::string code;
    std::string incident;
    std::vector<ProblemField> errors;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (title, detail, remedy, code, incident, errors))

struct LocalServer {
    std::string url;
    std::string token_file;
};
BOOST_DESCRIBE_STRUCT(LocalServer, (), (url, token_file))

}  // namespace plimsoll::cli
