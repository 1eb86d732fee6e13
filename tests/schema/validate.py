"""Holds every run.json and data file below some folders against the schemas in docs/schema.

usage: validate.py FOLDER...     A field that no schema describes is a fault too. Exit status: 0 all valid, 1 not, 2 nothing to validate.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schema"


def closed(schema):
    """The schema with fields that it does not describe forbidden: what is written must be documented."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: value if key in ("enum", "const", "required") else closed(value) for key, value in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema:
        out["unevaluatedProperties"] = False
    return out


def validator(name):
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    # parts are joined by $ref and allOf, so only the outermost object may be closed where parts meet
    return Draft202012Validator(closed(schema))


def main(folders):
    validators = {path.stem: validator(path.stem) for path in sorted(SCHEMAS.glob("*.json"))}
    counts = dict.fromkeys(validators, 0)
    faults = 0
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        id_ = content.get("schema", "") if isinstance(content, dict) else ""
        name = id_.removeprefix("torimatome.").split("/")[0]
        if name not in validators:
            print(f"{path}: no schema for {id_!r}")
            faults += 1
            continue
        counts[name] += 1
        for error in validators[name].iter_errors(content):
            faults += 1
            print(f"{path}: {error.json_path}: {error.message[:300]}")
    if faults:
        print(f"{faults} faults")
        return 1
    absent = [name for name, count in counts.items() if not count]
    print(f"{sum(counts.values())} files are valid: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    if absent:
        print("no file of " + ", ".join(absent))
    return 0 if sum(counts.values()) else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
