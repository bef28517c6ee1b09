"""What a model team does first with a data set: reads it with pyarrow, DuckDB and Hugging Face datasets.

    sluice export fetch 01KAV... --to clicks && python read_export.py clicks
"""
import json, sys
import duckdb
import pyarrow.dataset as ds
from datasets import load_dataset

folder = sys.argv[1]
table = ds.dataset(f"{folder}/events", format="parquet").to_table()
clicks = duckdb.sql(f"select app, x, y from '{folder}/events/*.parquet' where kind = 'click'").fetchall()
events = load_dataset(folder, "events")["train"]
tasks = load_dataset("json", data_files=f"{folder}/trajectories/*.jsonl")["train"]
print(json.dumps({
    "pyarrow": table.num_rows,
    "types": {name: str(table.schema.field(name).type) for name in ("time", "path", "x", "ctrlKey", "participants")},
    "clicks": len(clicks),
    "datasets": events.num_rows,
    "trajectories": tasks.num_rows,
    "steps": sum(len(task["traj"]) for task in tasks),
}))
