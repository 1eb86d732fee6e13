"""Reading spread over a cluster: hand-ins as binary files -> `torimatome ingest` on every worker -> parts.

    ingest.py TORIMATOME INBOX PARTS [MASTER] [-- options of ingest]      then: torimatome build --from PARTS -o OUT

A worker needs the program and a folder that all share for the parts; the files come to it through Spark. A part appears
whole or not at all and bears the number of its partition: a task that runs again, on the same worker or on another, puts the
same part in the same place.
"""
import os
import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from rollup import session


def ingest(program, inbox, parts, options, on_start=None):
    """What a task does with its share of the files."""

    def task(number, files):
        if on_start:
            on_start(number)
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, content in files:
                # the path below the inbox is the path that one run would see
                path = Path(folder) / os.path.relpath(re.sub("^[a-z0-9]+:(//[^/]*)?", "", name), inbox)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                paths.append(str(path))
            if paths:
                part = Path(parts) / f"part-{number:05}.parquet"
                command = [program, "ingest", "--quiet", "--base", folder, "-o", str(part), *options, *sorted(paths)]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield len(paths)

    return task


def is_plain(path):
    """Hadoop passes over names that begin with _ or . and takes some characters for patterns: nothing may be lost by that."""
    return not any(part.startswith(("_", ".")) or set(part) & set(",{}[]*?\\^") for part in path.parts)


def carried(context, inbox):
    """Every file below the inbox as (name, bytes)."""
    below = sorted(path.relative_to(inbox) for path in Path(inbox).rglob("*") if path.is_file())
    files = context.parallelize([(f"file:{inbox / path}", (inbox / path).read_bytes()) for path in below if not is_plain(path)])
    plain = [str(inbox / path) for path in below if is_plain(path)]
    return files.union(context.binaryFiles(",".join(plain))) if plain else files


def run(spark, program, inbox, parts, options=(), on_start=None, shares=4):
    """Runs the job and gives the number of files."""
    context, inbox = spark.sparkContext, Path(inbox).resolve()
    for module in ["ingest.py", "rollup.py"]:
        context.addPyFile(str(Path(__file__).with_name(module)))
    os.makedirs(parts, exist_ok=True)
    task = ingest(program, str(inbox), parts, list(options), on_start)
    # by name: a task that runs again gets the same files, whatever worker it is on
    spread = carried(context, inbox).partitionBy(shares, lambda name: zlib.crc32(name.encode()))
    return spread.mapPartitionsWithIndex(task).sum()


if __name__ == "__main__":
    given = sys.argv[1:]
    options = given[given.index("--") + 1 :] if "--" in given else []
    program, inbox, parts, *master = given[: given.index("--")] if "--" in given else given
    spark = session(*(master or ["local[2]"]), "torimatome ingest")
    print(run(spark, os.path.realpath(program), inbox, os.path.realpath(parts), options), "files")
    spark.stop()
