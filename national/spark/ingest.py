"""Reading spread over a cluster: hand-ins as binary files -> `torimatome ingest` on every worker -> parts.

    ingest.py TORIMATOME INBOX PARTS [MASTER] [-- options of ingest]      then: torimatome build --from PARTS -o OUT

A worker needs the program and a folder that all share for the parts; the files come to it through Spark. A part appears
whole or not at all and bears the number of its partition: a task that runs again, on the same worker or on another, puts the
same part in the same place.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlparse

from rollup import session


def ingest(program, inbox, parts, options, on_start=None):
    """What a task does with its share of the files."""

    def task(number, files):
        if on_start:
            on_start(number)
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for uri, content in files:
                # Spark gives a file URI; the path below the inbox is the path that one run would see
                path = Path(folder) / os.path.relpath(unquote(urlparse(uri).path), inbox)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                paths.append(str(path))
            if paths:
                part = Path(parts) / f"part-{number:05}.parquet"
                command = [program, "ingest", "--quiet", "--base", folder, "-o", str(part), *options, *sorted(paths)]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        yield len(paths)

    return task


def run(spark, program, inbox, parts, options=(), on_start=None):
    """Runs the job and gives the number of files."""
    inbox = os.path.realpath(inbox)
    for module in ["ingest.py", "rollup.py"]:
        spark.sparkContext.addPyFile(str(Path(__file__).with_name(module)))
    files = spark.sparkContext.binaryFiles(
        ",".join(sorted({str(folder) for folder, _, names in os.walk(inbox) if names})), minPartitions=4
    )
    os.makedirs(parts, exist_ok=True)
    spread = files.repartition(4)
    return spread.mapPartitionsWithIndex(ingest(program, inbox, parts, list(options), on_start)).sum()


if __name__ == "__main__":
    given = sys.argv[1:]
    options = given[given.index("--") + 1 :] if "--" in given else []
    program, inbox, parts, *master = given[: given.index("--")] if "--" in given else given
    spark = session(*(master or ["local[2]"]), "torimatome ingest")
    print(run(spark, os.path.realpath(program), inbox, os.path.realpath(parts), options), "files")
    spark.stop()
