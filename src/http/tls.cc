#include "http/tls.h"

#include <openssl/ssl.h>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

Error tls_error(const std::string& what, const error_code& ec) { return fail(errors::tls, what + ": " + ec.message()); }

}  // namespace

Result<std::unique_ptr<ssl::context>> server_tls(const std::string& certificate_file, const std::string& key_file) {
    if (certificate_file.empty() || key_file.empty())
        return fail(errors::tls, "a certificate file and a key file are both needed");
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
    error_code ec;
    context->use_certificate_chain_file(certificate_file, ec);
    if (ec) return tls_error("certificate " + certificate_file, ec);
    context->use_private_key_file(key_file, ssl::context::pem, ec);
    if (ec) return tls_error("key " + key_file, ec);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1)
        return fail(errors::tls, "the key in " + key_file + " does not belong to the certificate in " + certificate_file);
    return context;
}

Result<std::unique_ptr<ssl::context>> client_tls(const std::string& ca_file) {
    auto context = std::make_unique<ssl::context>(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    error_code ec;
    if (ca_file.empty())
        context->set_default_verify_paths(ec);
    else
        context->load_verify_file(ca_file, ec);
    if (ec) return tls_error(ca_file.empty() ? "the system's authorities" : "authorities " + ca_file, ec);
    context->set_verify_mode(ssl::verify_peer, ec);
    if (ec) return tls_error("verification", ec);
    return context;
}

}  // namespace plimsoll::http
