"""Compares the verdicts of the command with those of Great Expectations, on events and expectations drawn at random.

    VENV/bin/python src/build/expectations/compare.py [SEED ...]

VENV is that of check.py. Runs mvn in the working directory, once a seed. Exits with 1 if a verdict differs.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

import check

TYPES = ["VIEW", "CLICK", "PURCHASE", "SEARCH", "RATE", "LOGIN"]
SHARES = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1]
PRESENT = ["item_id", "device_id", "user_id", "sent_at", "signals.time_zone"]
PRESENT += ["context.price", "context.currency", "context.term", "context.attributes.colour"]
NUMBERS = ["context.price", "context.scroll_depth", "context.quantity", "context.rating"]
SETS = {
    "item_id": ["milk", "bread"],
    "site": ["default"],
    "event_type": ["VIEW", "CLICK"],
    "context.currency": ["EUR", "CHF"],
    "context.attributes.colour": ["red"],
}


class Drawn:
    """Events and expectations of a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.events = [self.event(number) for number in range([3, 20, 100, 400][seed % 4])]
        self.expectations = [self.expectation(number) for number in range(200)]

    def some(self, chance, fields):
        return {name: self.random.choice(values) for name, values in fields.items() if self.random.random() < chance}

    def event(self, number):
        context = self.some(
            0.5,
            {
                "price": [0, 0.01, 0.1, 1, 2.5, 10000, 10000.01],
                "currency": ["EUR", "CHF", "USD", "eur"],
                "scroll_depth": [0.1, 0.3, 0.7, 1],
                "quantity": [1, 2, 3],
                "attributes": [{"colour": "red"}, {"colour": "blue"}, {"size": "L"}],
            },
        )
        return {
            "event_id": f"e{number}",
            "event_type": self.random.choice(TYPES),
            "occurred_at": 1767700000000 + 1000 * number,
            "user_id": "ann",
            **self.some(0.6, {"site": ["default", "b"], "item_id": ["milk", "bread", "", " ", "tea"]}),
            **self.some(0.5, {"device_id": ["phone"], "context": [context]}),
        }

    def expectation(self, number):
        drawn = {"id": f"x{number}", **self.some(0.4, {"site": ["default", "b", "c"]})}
        if self.random.random() < 0.6:
            drawn["types"] = self.random.sample(TYPES, self.random.choice([1, 2, 3]))
        share = self.random.choice(SHARES)
        claim = self.random.choice(["present", "between", "in"])
        if claim == "present":
            return {**drawn, "field": self.random.choice(PRESENT), "present": share}
        if claim == "between":
            bounds = self.some(0.7, {"from": [0, 0.01, 0.1, 0.3, 1], "to": [1, 2, 2.5, 10000]}) or {"to": 1}
            return {**drawn, "field": self.random.choice(NUMBERS), "between": bounds, "share": share}
        field = self.random.choice(list(SETS))
        return {**drawn, "field": field, "in": SETS[field], "share": share}


def command(drawn, folder):
    """The suite that the command writes, and its verdicts by id."""
    file, log, export = folder / "shop.yaml", folder / "log.jsonl", folder / "shop.json"
    file.write_text(json.dumps({"version": 1, "expectations": drawn.expectations}))
    log.write_text("".join(json.dumps({"topic": "events", "value": each}) + "\n" for each in drawn.events))
    run = subprocess.run(
        ["mvn", "-q", "-B", "-Pexpectations", f"-Dfile={file}", f"-Dexport={export}", f"-Dlog={log}", "-Dformat=records"],
        capture_output=True,
        text=True,
        timeout=600,
    )
    lines = [line.replace("\x1b[0m", "").split() for line in run.stdout.splitlines()]
    return json.loads(export.read_text()), {line[1]: line[0] for line in lines if line and line[0] in ("pass", "fail", "-")}


def main(seeds):
    differ = 0
    for seed in seeds:
        drawn = Drawn(seed)
        with tempfile.TemporaryDirectory() as folder:
            written, ours = command(drawn, pathlib.Path(folder))
        rows = check.table(drawn.events, written["meta"]["nextclick"]["columns"])
        theirs = check.verdicts(written, check.of_pandas(rows))
        if set(ours) != set(theirs) or len(ours) != len(drawn.expectations):
            raise SystemExit(f"seed {seed}: {len(ours)} verdicts of the command, {len(theirs)} of the suite")
        # What was not measured holds in Great Expectations.
        wrong = [name for name, verdict in ours.items() if (verdict != "fail") != theirs[name]]
        differ += len(wrong)
        counts = {verdict: list(ours.values()).count(verdict) for verdict in ("pass", "fail", "-")}
        print(f"seed {seed}: {len(drawn.events)} events, {counts}, {len(wrong)} differ {wrong}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main([int(seed) for seed in sys.argv[1:]] or range(1, 5)))
