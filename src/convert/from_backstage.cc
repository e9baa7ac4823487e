// Backstage: catalog-info.yaml. Components become services with owner and dependencies; nothing there is an SLO.
//
// References "component:default/payments" and "group:team-money" are read by their last part. An API stands for the component
// that provides it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "convert/from.h"

namespace plimsoll::convert {

namespace {

struct Ref {
    std::string kind;  ///< lower case; empty: not said
    std::string name;
};

Ref ref_of(const std::string& text) {
    Ref out;
    std::string_view rest(text);
    if (const auto colon = rest.find(':'); colon != std::string_view::npos) {
        out.kind = std::string(rest.substr(0, colon));
        std::transform(out.kind.begin(), out.kind.end(), out.kind.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        rest.remove_prefix(colon + 1);
    }
    if (const auto slash = rest.rfind('/'); slash != std::string_view::npos) rest.remove_prefix(slash + 1);
    out.name = std::string(rest);
    return out;
}

/// What components refer to.
struct Entities {
    std::set<std::string> components;
    std::map<std::string, std::string> provider_of_api;
    std::map<std::string, std::string> owner_of_system;
};

Entities entities(const std::vector<InputObject>& objects) {
    Entities out;
    for (const InputObject& object : objects) {
        const std::string kind = object.node["kind"].text();
        const std::string name = object.node["metadata"]["name"].text();
        const yaml::Node spec = object.node["spec"];
        if (kind == "System" || kind == "Domain") out.owner_of_system[name] = spec["owner"].text();
        if (kind != "Component") continue;
        out.components.insert(name);
        for (const yaml::Node& api : spec["providesApis"].items()) out.provider_of_api[ref_of(api.text()).name] = name;
    }
    return out;
}

void depend(const Field& item, const std::string& on, const std::string& self, ServiceDraft& service) {
    const std::string label = catalog::as_dns_label(on);
    if (label == self) return item.dropped("a service does not depend on itself");
    if (std::find(service.dependencies.begin(), service.dependencies.end(), label) == service.dependencies.end())
        service.dependencies.push_back(label);
}

void dependencies(const Field& spec, const Entities& known, const std::string& self, ServiceDraft& service) {
    for (const Field& item : spec["dependsOn"].items()) {
        const Ref ref = ref_of(item.text());
        if (ref.kind != "resource" && known.components.contains(ref.name)) depend(item, ref.name, self, service);
        else
            item.dropped("no component of the files has that name",
                         ref.kind == "resource" ? "write a Service for the resource, if it has promises of its own" : "import it too");
    }
    for (const Field& item : spec["consumesApis"].items()) {
        const auto provider = known.provider_of_api.find(ref_of(item.text()).name);
        if (provider != known.provider_of_api.end()) depend(item, provider->second, self, service);
        else item.dropped("no component of the files provides that API", "import the component too");
    }
}

bool names_runbook(const Field& link) {
    std::string words = link.node()["title"].text() + " " + link.node()["type"].text();
    std::transform(words.begin(), words.end(), words.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return words.find("runbook") != std::string::npos || words.find("playbook") != std::string::npos;
}

void links(const Field& list, ServiceDraft& service) {
    for (const Field& link : list.items()) {
        const std::string url = link["url"].text();
        if (service.runbook.empty() && names_runbook(link) && (url.starts_with("https://") || url.starts_with("http://"))) {
            service.runbook = url;
            link.carried();
        } else {
            link.dropped("a service has one link: its runbook");
        }
    }
}

void component(Source& source, const Entities& known, Draft& draft) {
    const Field metadata = source["metadata"];
    const Field spec = source["spec"];
    const std::string name = draft.service(metadata["name"].text(), metadata["name"]);
    if (name.empty()) return source.leave_out(metadata["name"], "it has no name", "write metadata.name");
    ServiceDraft& service = draft.service_called(name);
    if (const std::string title = metadata["title"].text(); !title.empty()) service.display_name = title;
    service.description = metadata["description"].text();
    service.owner = ref_of(spec["owner"].text()).name;
    const auto system = known.owner_of_system.find(ref_of(spec["system"].text()).name);
    if (service.owner.empty() && system != known.owner_of_system.end()) service.owner = ref_of(system->second).name;
    spec["system"].changed("services stand side by side; its system gives the owner where the component names none");
    spec["providesApis"].carried();
    dependencies(spec, known, name, service);
    links(metadata["links"], service);
    metadata["namespace"].dropped("the catalogue has no namespaces");
    for (const char* key : {"type", "lifecycle", "subcomponentOf"})
        spec[key].dropped("it changes nothing about what is promised",
                          std::string(key) == "lifecycle" ? "a tier says how critical a service is" : "");
    for (const char* key : {"annotations", "labels", "tags"}) metadata[key].dropped("a service has no labels; SLOs do");
}

}  // namespace

void from_backstage(const std::vector<InputObject>& objects, Draft& draft, Losses& losses) {
    const Entities known = entities(objects);
    for (const InputObject& object : objects) {
        const std::string kind = object.node["kind"].text();
        Source source(object.node, object.path, kind + "/" + object.node["metadata"]["name"].text(), losses);
        for (const char* key : {"apiVersion", "kind"}) source[key].carried();
        if (kind == "Component") component(source, known, draft);
        else if (kind == "Group" || kind == "User")
            source.leave_out(source["kind"], "owners are named on services; people sign in by themselves");
        else if (kind == "API") source.leave_out(source["kind"], "an API stands for the component that provides it");
        else
            source.leave_out(source["kind"], "it is no component",
                             kind == "Resource" ? "write a Service for it, if it has promises of its own" : "");
    }
}

}  // namespace plimsoll::convert
