"""Holds an exported suite against the real Great Expectations: it is taken, comes back as it was, and judges rows,
in a table of pandas and in one of SQLite.

    python3 -m venv VENV && VENV/bin/pip install great_expectations==1.24.1 pandas==3.1.1 sqlalchemy==2.0.58
    VENV/bin/python src/build/expectations/check.py

The suite is the one that GreatExpectationsSuiteTest holds. Exits with 1 if anything is not as stated here.
"""

import itertools
import json
import os
import pathlib
import sqlite3
import sys
import tempfile

# It reports its use, unless it is asked not to before it is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import pandas

FOLDER = tempfile.TemporaryDirectory()
NUMBERS = itertools.count()
CONTEXT = gx.get_context(mode="ephemeral")
SUITE = pathlib.Path(__file__).parents[2] / "test/resources/expectations/shop.gx.json"


def table(events, columns):
    """Events as a flat table of these columns; an absent field is null, and so is a blank text."""
    flat = pandas.json_normalize(events).reindex(columns=columns)
    flat = flat.fillna({"site": "default", "event_type": "UNKNOWN"})
    return flat.replace(r"^\s*$", None, regex=True)


def event(kind, **fields):
    context = {name: fields.pop(name) for name in list(fields) if name in ("price", "currency", "rating", "attributes")}
    return {"event_type": kind, "device_id": "phone", "item_id": "milk", **fields, "context": context}


GOOD = [
    *[event("VIEW", price=price) for price in (0.01, 1.25, 10000)],
    *[event("VIEW") for _ in range(96)],
    event("VIEW", item_id=None),
    event("SEARCH", item_id=None, price=-1),
    event("PURCHASE", price=2.5, currency="EUR", site="shop.ch", attributes={"colour": "red"}),
    event("CLICK", currency="USD", attributes={"colour": "blue"}),
    event("RATE", rating=5, site="shop.ch"),
    event("RATE", rating=6),
    *[event("LOGIN", item_id=None, device_id=None, user_id="ann") for _ in range(10)],
]

# What is added to the good rows, and what no longer holds then.
BAD = {
    "nothing": ([], set()),
    "a view without an item": ([event("VIEW", item_id=None)], {"views-have-an-item"}),
    "a view of a blank item": ([event("VIEW", item_id=" ")], {"views-have-an-item"}),
    "people without a device": ([event("LOGIN", device_id=None)] * 3, {"visitors-are-known"}),
    "a price of nothing": ([event("VIEW", price=0)], {"prices"}),
    "a price too high": ([event("PURCHASE", price=10000.01)], {"prices"}),
    "six stars": ([event("RATE", rating=6, site="shop.ch")], {"ratings"}),
    "a currency": ([event("VIEW", currency="USD", site="shop.ch")], {"currencies"}),
    "a colour": ([event("VIEW", attributes={"colour": "blue"})], {"colours"}),
}


def of_pandas(rows):
    """The rows as a batch, where they are."""
    asset = CONTEXT.data_sources.add_pandas(f"pandas{next(NUMBERS)}").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows})


def of_sqlite(rows):
    """The rows as a batch, in a database of its own."""
    name = f"sqlite{next(NUMBERS)}"
    file = pathlib.Path(FOLDER.name, name)
    connection = sqlite3.connect(file)
    rows.to_sql("rows", connection, index=False)
    connection.close()
    source = CONTEXT.data_sources.add_sqlite(name, connection_string=f"sqlite:///{file}")
    asset = source.add_table_asset("rows", table_name="rows")
    return asset.add_batch_definition_whole_table("all").get_batch()


def verdicts(written, batch):
    """Whether each expectation of a suite holds, by its id: the results may come in another order."""
    suite = CONTEXT.suites.add_or_update(gx.ExpectationSuite(**written))
    results = batch.validate(suite).results
    for result in results:
        if result.exception_info.get("raised_exception") is not False:
            raise SystemExit(f"could not be judged: {result.exception_info}")
    return {result.expectation_config.meta["id"]: result.success for result in results}


def main():
    written = json.loads(SUITE.read_text())
    columns = written["meta"]["nextclick"]["columns"]
    faults = []
    back = gx.ExpectationSuite(**written).to_json_dict()["expectations"]
    for given, returned in zip(written["expectations"], back, strict=True):
        if any(returned[name] != given[name] for name in given):
            faults.append(f"came back otherwise: {given} as {returned}")
    cases = {name: (GOOD + more, expected) for name, (more, expected) in BAD.items()}
    cases["no purchase"] = ([each for each in GOOD if each["event_type"] != "PURCHASE"], {"sold", "colours"})
    for name, (events, expected) in cases.items():
        for source in (of_pandas, of_sqlite):
            held = verdicts(written, source(table(events, columns)))
            broken = {each for each, holds in held.items() if not holds}
            print(f"{source.__name__}, {name}: {', '.join(sorted(broken)) or 'all hold'}")
            if broken != expected:
                faults.append(f"{source.__name__}, {name}: expected {expected}, found {broken}")
    print(f"great_expectations {gx.__version__}, pandas {pandas.__version__}: {len(faults)} faults")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
