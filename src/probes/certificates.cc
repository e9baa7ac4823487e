#include "probes/certificates.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>

#include "base/invariant.h"
#include "base/text.h"
#include "probes/place.h"

namespace plimsoll::probes {
namespace {

constexpr Duration kReadAgain = Duration::hours(1);
constexpr std::size_t kMostNames = 100;

std::string day(Timestamp at) {
    return text::rfc3339(at).substr(0, 10);
}

int report_index() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

std::optional<Timestamp> timestamp_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return Timestamp::from_seconds(::timegm(&parts));
}

std::string name_text(const GENERAL_NAME* name) {
    if (name->type == GEN_DNS) {
        const ASN1_STRING* text = name->d.dNSName;
        return text::printable({reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(ASN1_STRING_length(text))});
    }
    if (name->type != GEN_IPADD) return {};
    const ASN1_OCTET_STRING* address = name->d.iPAddress;
    const int length = ASN1_STRING_length(address);
    if (length != 4 && length != 16) return {};
    char out[INET6_ADDRSTRLEN] = "";
    inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(address), out, sizeof out);
    return out;
}

std::vector<std::string> names_of(X509* certificate) {
    std::vector<std::string> names;
    const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> all(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)), GENERAL_NAMES_free);
    const int count = all ? sk_GENERAL_NAME_num(all.get()) : 0;
    for (int i = 0; i < count && names.size() < kMostNames; ++i)
        if (std::string name = name_text(sk_GENERAL_NAME_value(all.get(), i)); !name.empty()) names.push_back(std::move(name));
    return names;
}

int on_verified(int good, X509_STORE_CTX* verifying) {
    const auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(verifying, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto& report = *static_cast<CertificateReport*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), report_index()));
    if (X509* own = X509_STORE_CTX_get0_cert(verifying); own != nullptr && !report.ends) {
        report.ends = timestamp_of(X509_get0_notAfter(own));
        report.names = names_of(own);
    }
    if (good == 0 && report.error == 0) {
        report.error = X509_STORE_CTX_get_error(verifying);
        report.depth = X509_STORE_CTX_get_error_depth(verifying);
    }
    return good;
}

std::string names_text(const std::vector<std::string>& names) {
    if (names.empty()) return "for no name";
    const std::size_t shown = std::min<std::size_t>(names.size(), 5);
    std::string out = "for " + fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    return names.size() > shown ? out + fmt::format(" and {} more", names.size() - shown) : out;
}

}  // namespace

Result<std::shared_ptr<X509_STORE>> TrustStores::get(const std::string& ca_file) {
    const Duration now = clock_.monotonic();
    const auto found = stores_.find(ca_file);
    if (found != stores_.end() && now - found->second.read_at < kReadAgain) return found->second.store;
    Entry entry{{X509_STORE_new(), X509_STORE_free}, now};
    INVARIANT(entry.store != nullptr, "a certificate store is a small allocation");
    X509_STORE_set_default_paths(entry.store.get());
    const bool read = ca_file.empty() || X509_STORE_load_file(entry.store.get(), ca_file.c_str()) == 1;
    ERR_clear_error();
    if (!read)
        return fail(errors::io, fmt::format("the authorities in {} cannot be read; write the path of a PEM file with certificates",
                                            text::printable(ca_file)));
    return stores_.insert_or_assign(ca_file, std::move(entry)).first->second.store;
}

void require_valid(SSL_CTX* context, X509_STORE* store, const std::string& host, Timestamp now, CertificateReport& report) {
    SSL_CTX_set1_cert_store(context, store);
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_ex_data(context, report_index(), &report);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, on_verified);
    X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(rules, static_cast<std::time_t>(now.in_ms() / 1000));
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (is_ip_address(host))
        X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str());
    else
        X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size());
}

std::string refusal_words(const CertificateReport& report, const std::string& host) {
    switch (report.error) {
        case X509_V_OK:
            return {};
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return report.depth == 0 && report.ends ? "certificate ended " + day(*report.ends) : "a certificate above the server's has ended";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "certificate is not valid yet";
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return fmt::format("certificate is {}, not for {}", names_text(report.names), text::printable(host));
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return "certificate is signed by itself and not by an authority that is trusted; a caFile can name it";
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return "certificate is signed by an authority that is not trusted, or the server leaves out a certificate in between; a caFile can "
                   "name it";
        default:
            return fmt::format("certificate is refused: {}", X509_verify_cert_error_string(report.error));
    }
}

std::string validity_words(const CertificateReport& report, Duration least, Timestamp now) {
    if (!report.ends || least <= Duration() || *report.ends - now >= least) return {};
    return fmt::format("certificate ends {}, in {}; at least {} are wanted", day(*report.ends), text::duration_words(*report.ends - now),
                       text::duration_words(least));
}

}  // namespace plimsoll::probes
