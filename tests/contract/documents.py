# SPDX-License-Identifier: Apache-2.0
"""Documents made from the schemas of net/hotline-api.yaml: each is a good one with one thing changed, to the edge of what the
contract allows, or one step beyond it."""
import copy
import re

import yaml

# A character in one, three and four bytes.
CHARACTERS = ("x", "好", "𠮷")


def load(path):
    """Times stay text, as JSON has them."""
    class Loader(yaml.SafeLoader):
        pass
    Loader.yaml_implicit_resolvers = {first: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:timestamp"]
                                      for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


class Change:
    """One thing of a document: WHERE it is ("services/0/title"), WHAT is done to it ("maxLength + 1")."""

    def __init__(self, where, what, lawful, document):
        self.where, self.what, self.lawful, self.document = where, what, lawful, document

    def __repr__(self):
        return f"{'/'.join(map(str, self.where))}: {self.what}"


class Documents:
    def __init__(self, api):
        self.api = api

    def follow(self, schema):
        """What a $ref stands for; members beside it count too."""
        while isinstance(schema, dict) and "$ref" in schema:
            found = self.api
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/")]
            schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema

    def changes(self, schema, document):
        """Every change of DOCUMENT, which fits SCHEMA and has as many of its members as can be."""
        yield from self._changes(self.follow(schema), document, document, ())

    def _with(self, document, where, value):
        changed = copy.deepcopy(document)
        at = changed
        for step in where[:-1]:
            at = at[step]
        if where:
            at[where[-1]] = value
        return changed if where else value

    def _without(self, document, where):
        changed = copy.deepcopy(document)
        at = changed
        for step in where[:-1]:
            at = at[step]
        del at[where[-1]]
        return changed

    def _changes(self, schema, value, document, where):
        for what, lawful, other in self._values(schema, value):
            yield Change(where, what, lawful, self._with(document, where, other))
        if isinstance(value, dict):
            yield from self._members(schema, value, document, where)
        elif isinstance(value, list):
            items = self.follow(schema.get("items", {}))
            for at, item in enumerate(value[:2]):
                yield from self._changes(items, item, document, (*where, at))

    def _members(self, schema, value, document, where):
        known = schema.get("properties", {})
        for name, member in value.items():
            yield Change((*where, name), "missing", name not in schema.get("required", []), self._without(document, (*where, name)))
            below = known.get(name, schema.get("additionalProperties"))
            if isinstance(below, dict):
                yield from self._changes(self.follow(below), member, document, (*where, name))
        if "additionalProperties" not in schema:
            yield Change((*where, "tomorrow"), "unknown", True, self._with(document, (*where, "tomorrow"), {"new": [1, "a"]}))
        elif schema["additionalProperties"] is False:
            yield Change((*where, "tomorrow"), "unknown", False, self._with(document, (*where, "tomorrow"), 1))

    def _values(self, schema, value):
        """(what, lawful, value) for what a value could be in place of VALUE."""
        if value is not None and schema.get("type"):
            yield "another type", False, 7 if schema["type"] in ("string", "array", "object", "boolean") else "7"
        if "enum" in schema:
            yield from (("enum", True, each) for each in schema["enum"])
            yield "no word of the enum", False, "unheard-of"
        elif schema.get("type") == "string":
            yield from self._texts(schema, value)
        elif schema.get("type") == "integer":
            yield from self._numbers(schema, value)
        elif schema.get("type") == "array":
            yield from self._lists(schema, value)
        elif schema.get("type") == "boolean":
            yield from (("true or false", True, each) for each in (True, False))

    def _texts(self, schema, value):
        most, least = schema.get("maxLength"), schema.get("minLength", 0)
        pattern = schema.get("pattern")
        if pattern:
            yield from self._by_pattern(pattern, value, most)
            return
        for character in CHARACTERS if most else ():
            yield f"maxLength of {character}", True, character * most
            yield f"maxLength + 1 of {character}", False, character * (most + 1)
        if least:
            yield "minLength", True, "好" * least
            yield "minLength - 1", False, "好" * (least - 1)
        elif most:
            yield "empty", True, ""

    def _by_pattern(self, pattern, value, most):
        """Of a name its longest and one longer; of what has a fixed shape each character wrong in turn."""
        counted = re.search(r"\]\{0,(\d+)\}\)?\??\$$", pattern)
        if counted:
            longest = "a" * (int(counted[1]) + 1)
            assert re.search(pattern, longest) and not re.search(pattern, longest + "a")
            yield "the longest name", True, longest
            yield "a name too long", False, longest + "a"
        candidates = ["", " ", "好", value + " ", value + "\n", ".a", "a b", "A.b:c_d-e", "a/b"]
        candidates += [value[:at] + "?" + value[at + 1:] for at in range(min(len(value), 12))]
        for each in candidates:
            lawful = bool(re.search(pattern.replace("$", r"\Z"), each)) and (not most or len(each) <= most)
            yield f"{each!r} by its pattern", lawful, each

    def _numbers(self, schema, value):
        for bound, step in (("minimum", -1), ("maximum", 1)):
            if bound in schema:
                yield bound, True, schema[bound]
                yield f"{bound} and one", False, schema[bound] + step
        yield "a fraction", False, value + 0.5

    def _lists(self, schema, value):
        if not value:
            return
        if "maxItems" in schema:
            yield "maxItems", True, self._many(value, schema["maxItems"])
            yield "maxItems + 1", False, self._many(value, schema["maxItems"] + 1)
        if schema.get("minItems"):
            yield "minItems - 1", False, value[:schema["minItems"] - 1]

    def _many(self, value, count):
        """COUNT of them, each with an id of its own."""
        many = []
        for at in range(count):
            item = copy.deepcopy(value[at] if at < len(value) else value[-1])
            if at >= len(value) and isinstance(item, dict) and "id" in item:
                item["id"] = f"{item['id'][:20]}.{at}" if "-" not in item["id"] else f"{at:08x}{item['id'][8:]}"
            many.append(item)
        return many
