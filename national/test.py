"""The nation end to end: Parquet of several municipalities rolled up by DataFusion and by Spark with equal results, and reading
spread over a Spark cluster that loses a worker half-way, with the outputs of one run. Called by national/test.

    test.py TORIMATOME NATIONAL FOLDER [--without-spark]
"""
import csv
import filecmp
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "spark"))
NOW = "2026-04-10T09:00:00+09:00"
STAGES = ["調査検討", "導入", "運用開始", "運用改善", "運用定着"]
# two of one name, as there are: their codes tell them apart
PLACES = [("011002", "北野市"), ("131016", "川辺市"), ("341002", "川辺市"), ("472018", "南浜町")]
PERIODS = ["2025H1", "2025H2", "2026H1"]
HEADINGS = ["方向", "取組番号", "取組名", "担当課", "施策内容", "取組内容", "今後の予定"]


def run(*command, status=(0, 1)):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode in status, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def table(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def plan(path, code, name):
    lines = [f'id = "p{code}"', f'municipality = "{name}"', f'code = "{code}"', f'title = "{name}推進計画"']
    lines += ["[[direction]]", "no = 1", 'title = "暮らし"', "[[department]]", 'name = "総務課"', "submits = true"]
    for step, stage in enumerate(STAGES, 1):
        lines += ["[[stage]]", f'name = "{stage}"', f"step = {step}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def nation(program, root):
    """Every municipality builds for itself; the nation copies together."""
    data = root / "data"
    for place, (code, name) in enumerate(PLACES):
        own = root / code
        own.mkdir(parents=True)
        plan(own / "plan.toml", code, name)
        for when, period in enumerate(PERIODS):
            rows = [
                [1, n, f"取組{n}", "総務課", f"内容{n}", f"【{STAGES[min(4, (n + place + (when if n % 3 else 0)) % 5)]}】{n}番の実績", "継続する"]
                for n in range(1, 8 + place)
            ]
            table(own / period / "総務課.csv", HEADINGS, *rows)
            figures = [[f"①②③④⑤"[n], f"件数{n}", "100件", f"{60 + 15 * n + 5 * when}件", "200件"] for n in range(5)]
            heads = ["基本施策", "指標", "目標値（令和6年度）", "実績値（令和6年度）", "目標値（令和8年度）"]
            table(own / f"{period}-figures/指標.csv", ["評価指標と達成状況"], ["基本目標1「暮らし」"], heads, *figures)
            for source in [period, f"{period}-figures"]:
                out = own / f"out-{source}"
                options = ["--period", period, "--now", NOW, "--data", "parquet", "--no-pdf", "--quiet"]
                run(program, "build", own / source, "--plan", own / "plan.toml", *options, "-o", out)
                shutil.copytree(out / "data", data, dirs_exist_ok=True)
    return data


def check_answers(answers):
    """What the statements have to find in the made-up nation."""
    stages = answers["stages"]
    assert sum(int(row[3]) for row in stages) == len(PERIODS) * sum(7 + place for place in range(len(PLACES))), stages
    assert {row[0] for row in stages} == {code[:2] for code, _ in PLACES}, stages
    for prefecture, period, records, unchanged in answers["unchanged"]:
        place = [code[:2] for code, _ in PLACES].index(prefecture)
        assert period in PERIODS[1:] and int(records) == 7 + place and int(unchanged) == (7 + place) // 3, answers["unchanged"]
    behind = {(row[1], row[3], row[4]) for row in answers["behind"]}
    wanted = {(code, p, f"1{'①②③④⑤'[n]}") for code, _ in PLACES for w, p in enumerate(PERIODS) for n in range(5) if 15 * n + 5 * w < 40}
    assert behind == wanted, behind ^ wanted
    print(f"the roll-up finds what it has to: {', '.join(f'{len(rows)} rows of {name}' for name, rows in answers.items())}")


def read_elsewhere(data):
    """Another reader than ours and the engines'."""
    import pyarrow.parquet as parquet

    files = sorted(data.rglob("*.parquet"))
    assert len(files) == 2 * len(PLACES) * len(PERIODS), files
    for path in files:
        about = parquet.ParquetFile(path).metadata.metadata
        kind = path.relative_to(data).parts[0]
        assert about[b"schema"] == f"torimatome.{kind}/1".encode(), about
    rows = sum(parquet.ParquetFile(path).metadata.num_rows for path in files if path.relative_to(data).parts[0] == "progress")
    assert rows == len(PERIODS) * sum(7 + place for place in range(len(PLACES)))
    print(f"pyarrow reads {len(files)} files")


def same(one, other):
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    different = [name for name in names if not filecmp.cmp(one / name, other / name, shallow=False)]
    assert not different, different
    return len(names)


def stalled(folder):
    """The first task to begin says whose it is and waits, so that its worker can be killed in the middle of it."""

    def on_start(number):
        try:
            handle = os.open(folder / "first", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return
        # a task runs in a fork of a daemon of the executor's own
        executor = os.getppid()
        while b"java" not in (Path("/proc") / str(executor) / "comm").read_bytes():
            executor = int((Path("/proc") / str(executor) / "stat").read_text().rsplit(")", 1)[1].split()[1])
        os.write(handle, f"{number} {executor}".encode())
        os.close(handle)
        time.sleep(60)

    return on_start


def spread(spark, program, folder):
    """`ingest` on a cluster of two workers, of which one is killed half-way; then one report of all parts."""
    import ingest

    inbox, parts = folder / "inbox", folder / "parts"
    shutil.copytree(HERE.parent / "samples/2025H1", inbox)
    # names that Hadoop passes over or takes for patterns
    for name in ["_控え.csv", "再提出{1},2.csv", ".隠し/メモ.csv", "第1#号 100%41.csv"]:
        table(inbox / name, HEADINGS, [1, 99, name, "総務課", "内容", "【導入】実績", "継続"])
    killed = []

    def kill():
        while not (folder / "first").exists() or not (folder / "first").read_text():
            time.sleep(0.1)
        number, executor = (folder / "first").read_text().split()
        os.kill(int(executor), signal.SIGKILL)
        killed.append(f"executor {executor} was killed in partition {number}")

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    files = ingest.run(spark, program, inbox, parts, on_start=stalled(folder))
    thread.join(10)
    assert killed, "no worker was killed"
    options = ["--departments", HERE.parent / "samples/departments.csv", "--now", NOW, "--quiet"]
    run(program, "build", inbox, *options, "-o", folder / "one")
    run(program, "build", "--from", parts, *options, "-o", folder / "many")
    count = same(folder / "one", folder / "many")
    print(f"{killed[0]}; {files} files in {len(list(parts.glob('*.parquet')))} parts give the same {count} outputs as one run")


def main(program, national, folder, *options):
    folder = Path(folder).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    data = nation(program, folder / "nation")
    answers = json.loads(run(national, data, HERE / "sql"))
    check_answers(answers)
    if "--without-spark" in options:
        return
    import rollup

    read_elsewhere(data)
    spark = rollup.session("local-cluster[2,1,1024]", "torimatome test")
    try:
        assert rollup.roll_up(spark, data, HERE / "sql") == answers, "Spark and DataFusion differ"
        print("Spark answers the same")
        spread(spark, program, folder / "spread")
    finally:
        spark.stop()


main(*sys.argv[1:])
