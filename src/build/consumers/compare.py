"""Compares the records that both readers gave, in every field, and prints how many and how fast. compare.py FOLDER TOPIC..."""

import json
import sys

ENOUGH = 1000  # for a rate
ABORTED = 9999999999999  # the epoch that send.py gives records of a transaction that it aborts

def records(file):
    with open(file) as lines:
        return sorted((json.loads(line, parse_int=float) for line in lines), key=lambda each: json.dumps(each, sort_keys=True))


def seconds(folder, name):
    with open(f"{folder}/{name}.times") as lines:
        return {topic: float(time) for topic, _, time in map(str.split, lines)}


folder, *topics = sys.argv[1:]
python, node = seconds(folder, "python"), seconds(folder, "node")
faults = 0
print("| topic | records | tombstones | keys | records/s, Python | records/s, Node |")
print("|---|---|---|---|---|---|")
for topic in topics:
    ours, theirs = records(f"{folder}/{topic}.python"), records(f"{folder}/{topic}.node")
    tombstones = sum(value is None for _, value, _ in ours)
    rates = (f"{len(ours) / times[topic]:,.0f}" if len(ours) >= ENOUGH else "–" for times in (python, node))
    print(f"| `{topic}` | {len(ours):,} | {tombstones:,} | {len({key for key, _, _ in ours}):,} |", " | ".join(rates), "|")
    if not ours:
        faults += 1
        print(f"{topic} is empty", file=sys.stderr)
    if any(epoch == ABORTED for _, _, epoch in ours + theirs):
        faults += 1
        print(f"{topic} has a record of an aborted transaction", file=sys.stderr)
    if ours != theirs:
        faults += 1
        differ = next(((a, b) for a, b in zip(ours, theirs) if a != b), (len(ours), len(theirs)))
        print(f"{topic} differs: {differ}", file=sys.stderr)
sys.exit(faults)
