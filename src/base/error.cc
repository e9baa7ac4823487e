#include "base/error.h"

namespace plimsoll {

Error Error::within(std::string_view context) && {
    detail_ = detail_.empty() ? std::string(context) : std::string(context) + ": " + detail_;
    return std::move(*this);
}

std::string Error::sentence() const {
    std::string out(kind_->meaning);
    if (!detail_.empty()) out += ": " + detail_;
    return out;
}

std::string Error::report() const {
    std::string out = sentence();
    for (const FieldError& field : fields_) {
        out += "\n  " + field.where + ": " + field.rule;
        if (!field.remedy.empty()) out += " (" + field.remedy + ")";
    }
    if (!kind_->remedy.empty()) out += "\n  remedy: " + std::string(kind_->remedy);
    return out;
}

}  // namespace plimsoll
