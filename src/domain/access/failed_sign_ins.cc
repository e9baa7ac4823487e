#include "domain/access/failed_sign_ins.h"

#include <algorithm>
#include <utility>

namespace plimsoll::access {

void FailedSignIns::count(const std::string& person, Timestamp at) {
    const std::lock_guard lock(mutex_);
    if (total_.attempts++ == 0) total_.since = at;
    total_.until = at;
    if (person.empty()) ++total_.unknown_names;
    else ++by_person_[person];
}

bool FailedSignIns::any() const {
    const std::lock_guard lock(mutex_);
    return total_.attempts > 0;
}

SignInFailed FailedSignIns::take() {
    const std::lock_guard lock(mutex_);
    SignInFailed out = std::exchange(total_, {});
    for (const auto& [person, attempts] : std::exchange(by_person_, {})) out.people.push_back({person, attempts});
    std::stable_sort(out.people.begin(), out.people.end(), [](const FailuresOf& a, const FailuresOf& b) { return a.attempts > b.attempts; });
    return out;
}

}  // namespace plimsoll::access
