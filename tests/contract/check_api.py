# SPDX-License-Identifier: Apache-2.0
"""net/hotline-api.yaml is valid YAML and a sound OpenAPI 3.1 document: every member is one of OpenAPI's and has a value,
every $ref leads somewhere, every schema is a schema, every example fits its schema, operationIds are unique, every path
parameter is declared, every operation answers. The simulator's own data (profile, the shipped catalog) fit it too. Exit 0,
or 1 with one line for each fault."""
import json
import pathlib
import re
import sys

import yaml
from jsonschema import Draft202012Validator, RefResolver

ROOT = pathlib.Path(__file__).resolve().parents[2]
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


class Strict(yaml.SafeLoader):
    """A key that is there twice is an error, and times stay text."""


def no_twins(loader, node):
    keys = [key.value for key, _ in node.value]
    for key in {key for key in keys if keys.count(key) > 1}:
        fault(f"line {node.start_mark.line + 1}", f"the key {key!r} is there twice")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


Strict.add_constructor("tag:yaml.org,2002:map", no_twins)
Strict.yaml_implicit_resolvers = {first: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:timestamp"]
                                  for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def resolve(api, reference):
    found = api
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def follow(api, value):
    while isinstance(value, dict) and "$ref" in value:
        value = resolve(api, value["$ref"])
    return value


def walk(value, where=""):
    yield where, value
    for key, child in (value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()):
        yield from walk(child, f"{where}/{key}")


def check_empty(api):
    """A comma in an unquoted text ends it, and what follows becomes a key without a value."""
    for where, value in walk(api):
        if value is None:
            fault(where, "has no value: is there a comma in a text without quotes?")


# What OpenAPI 3.1 lets stand in each of its objects; an extension begins with x-.
MEMBERS = {name: set(members.split()) for name, members in {
    "document": "openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs",
    "info": "title summary description termsOfService contact license version",
    "server": "url description variables",
    "tag": "name description externalDocs",
    "components": "schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems",
    "path": "$ref summary description servers parameters get put post delete options head patch trace",
    "operation": "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated "
                 "security servers",
    "parameter": "$ref name in description required deprecated allowEmptyValue style explode allowReserved schema example "
                 "examples content",
    "response": "$ref summary description headers content links",
    "body": "$ref description content required",
    "media": "schema example examples encoding",
    "example": "$ref summary description value externalValue"}.items()}


def check_members(api):
    def look(where, value, kind):
        for key in value.keys() - MEMBERS[kind]:
            if not str(key).startswith("x-"):
                fault(where, f"{key!r} is no member of OpenAPI's here")

    def look_each(where, values, kind):
        for key, value in (values.items() if isinstance(values, dict) else enumerate(values)):
            look(f"{where}/{key}", value, kind)

    def look_content(where, holder):
        for media, value in holder.get("content", {}).items():
            look(f"{where}/content/{media}", value, "media")
            look_each(f"{where}/content/{media}/examples", value.get("examples", {}), "example")

    look("", api, "document")
    look("/info", api["info"], "info")
    look_each("/servers", api.get("servers", []), "server")
    look_each("/tags", api.get("tags", []), "tag")
    look("/components", api["components"], "components")
    for path, item in api["paths"].items():
        look(path, item, "path")
        look_each(f"{path}/parameters", item.get("parameters", []), "parameter")
        for method in METHODS:
            operation = item.get(method, {})
            where = f"{method.upper()} {path}"
            look(where, operation, "operation")
            look_each(f"{where}/parameters", operation.get("parameters", []), "parameter")
            look(f"{where}/requestBody", operation.get("requestBody", {}), "body")
            look_content(f"{where}/requestBody", operation.get("requestBody", {}))
            look_each(f"{where}/responses", operation.get("responses", {}), "response")
            for code, response in operation.get("responses", {}).items():
                look_content(f"{where}/responses/{code}", response)
    for kind, name in (("parameters", "parameter"), ("responses", "response"), ("requestBodies", "body"), ("examples", "example")):
        look_each(f"/components/{kind}", api["components"].get(kind, {}), name)
    for name, response in api["components"].get("responses", {}).items():
        look_content(f"/components/responses/{name}", response)


def check_references(api):
    for where, value in walk(api):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            try:
                if not value["$ref"].startswith("#/"):
                    raise KeyError
                resolve(api, value["$ref"])
            except (KeyError, TypeError):
                fault(where, f"{value['$ref']} leads nowhere")


def check_value(api, where, schema, value):
    for error in Draft202012Validator(schema, resolver=RefResolver("", api)).iter_errors(value):
        fault(where + "/" + "/".join(map(str, error.absolute_path)), error.message[:200])


def check_schemas_and_examples(api):
    for where, value in walk(api):
        if not isinstance(value, dict) or "/example" in where:
            continue
        if isinstance(value.get("schema"), dict):
            for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(value["schema"]):
                fault(where + "/schema", error.message[:200])
            if "example" in value:
                check_value(api, where + "/example", value["schema"], value["example"])
            for name, example in (value.get("examples") or {}).items():
                check_value(api, f"{where}/examples/{name}", value["schema"], follow(api, example)["value"])
    for name, schema in api["components"]["schemas"].items():
        for error in Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema):
            fault(f"/components/schemas/{name}", error.message[:200])
        for i, example in enumerate(schema.get("examples", [])):
            check_value(api, f"/components/schemas/{name}/examples/{i}", schema, example)


def check_operation(api, path, shared, method, operation, seen):
    where = f"{method.upper()} {path}"
    name = operation.get("operationId")
    if not name or name in seen:
        fault(where, f"operationId {name!r} is missing or there twice")
    seen.add(name)
    parameters = [follow(api, each) for each in shared + operation.get("parameters", [])]
    for each in parameters:
        if not {"name", "in", "schema"} <= each.keys() or each["in"] not in ("path", "query", "header", "cookie"):
            fault(where, f"parameter {each.get('name')!r} is not whole")
        if each["in"] == "path" and each.get("required") is not True:
            fault(where, f"path parameter {each['name']!r} must be required")
    declared = {each["name"] for each in parameters if each["in"] == "path"}
    if declared != set(re.findall(r"{(\w+)}", path)):
        fault(where, f"path parameters declared: {sorted(declared)}")
    if "X-Device-Id" not in {each["name"] for each in parameters}:
        fault(where, "X-Device-Id is not declared")
    if not operation.get("responses"):
        fault(where, "no responses")
    for code, response in operation.get("responses", {}).items():
        response = follow(api, response)
        if not re.fullmatch(r"[1-5]\d\d|default", str(code)) or not isinstance(code, str):
            fault(where, f"response code {code!r}")
        if not response.get("description"):
            fault(where, f"response {code} has no description")
        if code.startswith(("4", "5")) and set(response.get("content", {})) != {"application/problem+json"}:
            fault(where, f"response {code} is no problem+json")


def check_paths(api):
    seen = set()
    for path, item in api["paths"].items():
        unknown = item.keys() - set(METHODS) - {"parameters", "summary", "description"}
        if unknown or not path.startswith("/"):
            fault(path, f"unknown members {sorted(unknown)}")
        for method in METHODS:
            if method in item:
                check_operation(api, path, item.get("parameters", []), method, item[method], seen)


def check_unused(api):
    used = {value["$ref"] for _, value in walk(api) if isinstance(value, dict) and isinstance(value.get("$ref"), str)}
    for kind, members in api["components"].items():
        for name in members:
            if kind != "securitySchemes" and f"#/components/{kind}/{name}" not in used:
                fault(f"/components/{kind}/{name}", "is used nowhere")


def main():
    api = yaml.load((ROOT / "net/hotline-api.yaml").read_text(encoding="utf-8"), Strict)
    if not re.fullmatch(r"3\.1\.\d+", api.get("openapi", "")) or not {"title", "version"} <= api.get("info", {}).keys():
        fault("/", "expected openapi 3.1.x with a title and a version")
    check_empty(api)
    check_members(api)
    check_references(api)
    if not faults:
        check_paths(api)
        check_schemas_and_examples(api)
        check_unused(api)
        schemas = api["components"]["schemas"]
        check_value(api, "profile.json", schemas["Profile"], json.loads((ROOT / "tests/hotline/profile.json").read_text(encoding="utf-8")))
        catalog = ROOT / "assets/catalog.json"
        if catalog.exists():
            check_value(api, "catalog.json", schemas["Catalog"], json.loads(catalog.read_text(encoding="utf-8")))
    for each in faults:
        print(f"net/hotline-api.yaml: {each}", file=sys.stderr)
    print(f"net/hotline-api.yaml: {len(api['paths'])} paths, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
