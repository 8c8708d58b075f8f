"""Holds an exported suite against the real Great Expectations: it is taken, comes back as it was, and judges rows.

    python3 -m venv VENV && VENV/bin/pip install great_expectations==1.24.1 pandas==3.1.1
    VENV/bin/python src/build/expectations/check.py

The suite is the one that GreatExpectationsSuiteTest holds. Exits with 1 if anything is not as stated here.
"""

import json
import os
import pathlib
import sys

# It reports its use, unless it is asked not to before it is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations as gx
import pandas

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


def main():
    written = json.loads(SUITE.read_text())
    columns = written["meta"]["nextclick"]["columns"]
    context = gx.get_context(mode="ephemeral")
    suite = context.suites.add(gx.ExpectationSuite(**written))
    asset = context.data_sources.add_pandas("events").add_dataframe_asset("events")
    batches = asset.add_batch_definition_whole_dataframe("all")

    def broken(events):
        batch = batches.get_batch({"dataframe": table(events, columns)})
        results = batch.validate(suite).results
        for result in results:
            if result.exception_info.get("raised_exception") is not False:
                raise SystemExit(f"could not be judged: {result.exception_info}")
        # By their ids: the results may come in another order.
        return {result.expectation_config.meta["id"] for result in results if not result.success}

    faults = []
    for given, back in zip(written["expectations"], suite.to_json_dict()["expectations"], strict=True):
        if any(back[name] != given[name] for name in given):
            faults.append(f"came back otherwise: {given} as {back}")
    for name, (more, expected) in BAD.items():
        found = broken(GOOD + more)
        print(f"{name}: {', '.join(sorted(found)) or 'all hold'}")
        if found != expected:
            faults.append(f"{name}: expected {expected}, found {found}")
    without = [each for each in GOOD if each["event_type"] != "PURCHASE"]
    if broken(without) != {"sold", "colours"}:
        faults.append(f"no purchase: {broken(without)}")
    print(f"great_expectations {gx.__version__}, pandas {pandas.__version__}: {len(faults)} faults")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
