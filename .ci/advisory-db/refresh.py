#!/usr/bin/env python3
"""Takes from a clone of RustSec's advisory-db what concerns the crates of our lock files: the facts, none of the descriptions.

    git clone https://github.com/RustSec/advisory-db /tmp/advisory-db
    .ci/advisory-db/refresh.py /tmp/advisory-db
"""

import pathlib
import shutil
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOCKS = ["Cargo.lock", "fuzz/Cargo.lock"]
FACTS = ["id", "package", "date", "url", "informational", "withdrawn", "categories", "license"]


def value(of):
    """As cargo-deny reads it, which takes one line a field."""
    return "[" + ", ".join(f'"{item}"' for item in of) + "]" if isinstance(of, list) else f'"{of}"'


def facts(text):
    front = tomllib.loads(text.split("```toml\n", 1)[1].split("\n```", 1)[0])
    advisory, versions = front["advisory"], front["versions"]
    lines = ["```toml", "[advisory]"]
    lines += [f"{name} = {value(advisory[name])}" for name in FACTS if advisory.get(name)]
    lines += ["", "[versions]"]
    lines += [f"{name} = {value(versions.get(name, []))}" for name in ["patched", "unaffected"]]
    kind = advisory.get("informational", "vulnerability")
    lines += ["```", "", f"# {advisory['package']}: {kind}", "", f"<https://rustsec.org/advisories/{advisory['id']}.html>", ""]
    return "\n".join(lines)


def main(clone):
    names = set()
    for lock in LOCKS:
        packages = tomllib.loads((ROOT / lock).read_text())["package"]
        names |= {package["name"] for package in packages if "source" in package}
    date = subprocess.run(["git", "-C", clone, "log", "-1", "--format=%cs"], check=True, capture_output=True, text=True).stdout.strip()

    shutil.rmtree(HERE / "crates", ignore_errors=True)
    count = 0
    for name in sorted(names):
        for found in sorted(pathlib.Path(clone, "crates", name).glob("RUSTSEC-*.md")):
            to = HERE / "crates" / name / found.name
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(facts(found.read_text()))
            count += 1
    (HERE / "crates.txt").write_text("\n".join([f"# looked up in the state of {date}", *sorted(names)]) + "\n")
    print(f"{count} advisories on {len(names)} crates, {date}")


if __name__ == "__main__":
    main(sys.argv[1])
