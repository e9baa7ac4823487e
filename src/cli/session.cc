#include "cli/session.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/session_codec.h"
#include "server/local_server.h"

namespace plimsoll::cli {

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::string first_line(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

Error problem_of(const http::ClientReply& reply) {
    const ErrorKind& kind = reply.status >= 500 ? errors::failed : errors::refused;
    auto problem = json::decode<Problem>(reply.body);
    if (!problem) return fail(kind, "HTTP " + std::to_string(reply.status));
    std::string detail = problem->title;
    if (!problem->detail.empty()) detail += ": " + problem->detail;
    if (!problem->incident.empty()) detail += " (incident " + problem->incident + ")";
    std::vector<FieldError> fields;
    for (const ProblemField& field : problem->errors) {
        fields.push_back({field.pointer.empty() ? field.place : field.pointer, field.detail, field.remedy});
    }
    if (!problem->remedy.empty()) fields.push_back({"remedy", problem->remedy, ""});
    return fail(kind, detail, std::move(fields));
}

}  // namespace

std::string local_server_file() { return server::local_server_file(); }

Session::Session(const Common& common) {
    LocalServer local;
    if (const std::string file = local_server_file(); !file.empty()) {
        std::ifstream in(file);
        std::ostringstream text;
        text << in.rdbuf();
        if (auto read = json::decode<LocalServer>(text.str())) local = *read;
    }
    settings_.url = !common.server.empty() ? common.server : environment("PLIMSOLL_SERVER");
    if (settings_.url.empty()) settings_.url = local.url.empty() ? "http://127.0.0.1:7546" : local.url;
    settings_.token = !common.token.empty() ? common.token : environment("PLIMSOLL_TOKEN");
    std::string file = !common.token_file.empty() ? common.token_file : environment("PLIMSOLL_TOKEN_FILE");
    if (file.empty() && settings_.url == local.url) file = local.token_file;
    if (settings_.token.empty() && !file.empty()) settings_.token = first_line(file);
    settings_.ca_file = common.ca_file;
    settings_.timeout = Duration::seconds(30);
}

Result<std::string> Session::call(const std::string& method, const std::string& target, const std::string& json) const {
    TRY_ASSIGN(const http::Client client, http::Client::of(settings_));
    http::ClientRequest request;
    request.method = method;
    request.target = target;
    request.body = json;
    TRY_ASSIGN(http::ClientReply reply, client.send(request));
    if (reply.status >= 300) return problem_of(reply);
    return std::move(reply.body);
}

std::string encoded(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[u >> 4];
            out += kHex[u & 15];
        }
    }
    return out;
}

int report(const Error& error) {
    std::fprintf(stderr, "plimsoll: %s\n", error.report().c_str());
    if (error.is(http::errors::client_connect) || error.is(http::errors::client_timeout)) return kUnreachable;
    return error.kind().http_status >= 500 ? kFailed : kRefused;
}

}  // namespace plimsoll::cli
