#!/usr/bin/env python3
"""The tables of the study's README, from the files that `run` wrote: tables.py RESULTS > tables.md"""

import csv
import json
import pathlib
import sys

results = pathlib.Path(sys.argv[1])


def surprises():
    rows = list(csv.DictReader((results / "surprises.csv").open()))
    rows = [row for row in rows if row.get("surprise_bits")]
    rows.sort(key=lambda row: -float(row["surprise_bits"]))
    print("## What it did not see coming\n\n| date | what | chance that day | bits |\n|---|---|---|---|")
    for row in rows[:15]:
        print(f"| {row['date']} | {row['what']} | {100 * float(row['probability']):.3g} % | "
              f"{float(row['surprise_bits']):.1f} |")
    total = sum(float(row["surprise_bits"]) for row in rows)
    print(f"\n{len(rows)} recorded happenings weigh; {total:.0f} bits in all.\n")


def foreseen():
    """Per target that happened or was given at least one chance in five: said against came."""
    data = json.loads((results / "hindcast.json").read_text())
    names = [target["name"] for target in data["targets"]]
    print("## Will it happen within 24 months? Said, and whether it came\n")
    origins = [str(origin)[:7] for origin in data["origins"]]
    print("| target | " + " | ".join(origins) + " |\n|---|" + "---|" * len(origins))
    for cell in data["cells"]:
        history = {entry["origin"][:7]: entry for entry in cell["history"]}
        said = {o: history[o]["forecasts"]["northeast_asia"]["mean"] for o in history}
        came = {o: history[o]["outcome"] >= 1 for o in history}
        if not any(came.values()) and max(said.values(), default=0) < 0.2:
            continue
        cells = [f"{100 * said[o]:.0f} %{' **came**' if came[o] else ''}" if o in said else "–"
                 for o in origins]
        name = names[cell["target"]] if isinstance(cell["target"], int) else cell["target"]
        print(f"| {name} | " + " | ".join(cells) + " |")
    print(f"\n{data['verdict']}\n")


def outcomes():
    wanted = ["spiral", "controls_imposed", "controls_lifted", "gsomia_lost", "wto_withdrawn",
              "labour_closed", "thaw", "trilateral_made"]
    days, table = [], {}
    for path in sorted(results.glob("forecast_*.csv")):
        days.append(path.stem.removeprefix("forecast_"))
        for row in csv.DictReader(path.open()):
            table[row["outcome"], days[-1]] = row
    print("## The outcomes over five years from each day\n\n| outcome | " + " | ".join(days) + " |")
    print("|---|" + "---|" * len(days))
    for name in wanted:
        cells = []
        for day in days:
            row = table.get((name, day))
            cells.append("–" if row is None else
                         f"{100 * float(row['estimate']):.0f} % [{100 * float(row['low']):.0f}, "
                         f"{100 * float(row['high']):.0f}]")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


surprises()
foreseen()
outcomes()
