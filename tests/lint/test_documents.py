# SPDX-License-Identifier: Apache-2.0
"""What documents list is what the code has."""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def settings():
    """The keys of config_table.c, with dots."""
    source = (ROOT / "stb-app" / "config" / "config_table.c").read_text(encoding="utf-8")
    tables = {}
    for name, body in re.findall(r"json_field (\w+)\[\] = \{(.*?)\n?\};", source, re.S):
        tables[name] = re.findall(r'(?:\b([A-Z]+)\(|\.key = )"([\w-]+)"(?:, (\w+)\))?', body)
    def walk(table, prefix):
        for kind, key, group in tables[table]:
            if kind == "GROUP":
                yield from walk(group, f"{prefix}{key}.")
            else:
                yield prefix + key
    return set(walk("whole_file", ""))


def leaves(value, prefix=""):
    if not isinstance(value, dict):
        return {prefix[:-1]}
    return set().union(*(leaves(inner, f"{prefix}{key}.") for key, inner in value.items()))


class Operators(unittest.TestCase):
    def test_the_guide_has_every_setting_and_no_other(self):
        guide = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
        table = guide.split("## Settings")[1].split("\n## ")[0]
        told = re.findall(r"^\| `([\w.-]+)` \|", table, re.M)
        self.assertEqual(len(told), len(set(told)))
        self.assertGreater(len(told), 30)
        self.assertEqual(set(told), settings())

    def test_the_example_has_no_setting_that_is_none(self):
        example = json.loads((ROOT / "assets" / "box" / "config.example.json").read_text(encoding="utf-8"))
        self.assertEqual(leaves(example) - settings(), set())


class Catalog(unittest.TestCase):
    # the table of rules in catalog_schema.c, and the section of the document
    SECTIONS = {"catalog_rules": "The document", "service_rules": "A service", "step_rules": "A step", "option_rules": "An option",
                "next_rules": "What may follow", "confirm_rules": "The confirm screen", "topic_rules": "Topics"}
    # checked by a function of their own, or in a list inside
    BESIDE = {"service_rules": {"words", "confirm"}, "step_rules": {"when"}, "next_rules": {"answers"}}

    def test_the_document_has_every_member_and_no_other(self):
        source = (ROOT / "net" / "data" / "catalog_schema.c").read_text(encoding="utf-8")
        document = (ROOT / "docs" / "catalog.md").read_text(encoding="utf-8")
        for table, section in self.SECTIONS.items():
            with self.subTest(section):
                rules = re.search(rf"schema_rule {table}\[\] = \{{(.*?)\n\}};", source, re.S).group(1)
                known = set(re.findall(r'\{"(\w+)"', rules)) | self.BESIDE.get(table, set())
                rows = re.findall(r"^\| (`[^|]+) \|", document.split(f"## {section}\n")[1].split("\n## ")[0], re.M)
                self.assertEqual(set(re.findall(r"`(\w+)`", " ".join(row for row in rows if "of `" not in row))), known)


if __name__ == "__main__":
    unittest.main()
