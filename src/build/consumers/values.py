"""Every record that the reader gives, a line of JSON each, and the time from the first to the last. values.py FOLDER TOPIC..."""

import json
import sys
import time
from datetime import datetime, timedelta, timezone

from reader import read

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def plain(value):
    return (value - EPOCH) // timedelta(milliseconds=1) if isinstance(value, datetime) else value.hex()


folder, *topics = sys.argv[1:]
for topic in topics:
    records, times = [], []
    for each in read(topic):
        records.append(each)
        times.append(time.perf_counter())
    print(topic, len(records), f"{times[-1] - times[0] if times else 0:.4f}", flush=True)
    with open(f"{folder}/{topic}.python", "w") as file:
        file.writelines(json.dumps(each, default=plain) + "\n" for each in records)
