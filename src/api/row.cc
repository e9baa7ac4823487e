#include "api/row.h"

namespace plimsoll::api {

Route row(Method method, std::string path, std::string summary, Right right, TypeRef request, TypeRef reply,
          std::vector<Parameter> parameters, Handler handler) {
    Route out;
    out.method = method;
    out.path = std::move(path);
    out.summary = std::move(summary);
    out.right = right;
    out.request = std::move(request);
    out.reply = std::move(reply);
    out.parameters = std::move(parameters);
    out.handler = std::move(handler);
    out.body_limit = kSmallBody;
    return out;
}

Route view_row(std::string path, std::string summary, TypeRef reply, std::vector<Parameter> parameters, Handler handler) {
    return row(Method::get, std::move(path), std::move(summary), Right::view, no_body(), std::move(reply), std::move(parameters), std::move(handler));
}

}  // namespace plimsoll::api
