"""The roll-up by Spark: the statements that DataFusion runs, over the same files. rollup.py DATA SQL [MASTER]

Prints a JSON object: statement -> its rows as texts, as the program `national` does.
"""
import json
import sys
from pathlib import Path

from pyspark.sql import SparkSession

TABLES = ["progress", "indicators"]


def session(master, name):
    builder = SparkSession.builder.master(master).appName(name)
    # municipalities' names and codes are texts, whatever they look like
    builder = builder.config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    return builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4").getOrCreate()


def text(value):
    return "" if value is None else str(value)


def roll_up(spark, data, sql):
    for table in TABLES:
        spark.read.parquet(str(Path(data) / table)).createOrReplaceTempView(table)
    for statement in (Path(sql) / "views/spark.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            spark.sql(statement)
    statements = sorted(Path(sql).glob("*.sql"))
    return {
        path.stem: [[text(value) for value in row] for row in spark.sql(path.read_text(encoding="utf-8")).collect()]
        for path in statements
    }


if __name__ == "__main__":
    data, sql, *master = sys.argv[1:]
    spark = session(*(master or ["local[2]"]), "torimatome roll-up")
    json.dump(roll_up(spark, data, sql), sys.stdout, ensure_ascii=False)
    spark.stop()
