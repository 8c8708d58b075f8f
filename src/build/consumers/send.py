"""Sends what a generated shop does not: send.py KAFKA before|after. 'before' is for the job to read, 'after' for its readers."""

import base64
import json
import struct
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer, TopicPartition

KAFKA, WHEN = sys.argv[1:]
LIST = "recommendations"
SHOWN = [{"item_id": "tea/42", "position": 1}, {"item_id": "cup%2F3", "position": 2}]
# The partitioner of Java's producers, so that a key has one partition.
CONFIG = {"bootstrap.servers": KAFKA, "partitioner": "murmur2_random"}


def event(number, **fields):
    fields.setdefault("site", "north")
    now = int(time.time() * 1000)
    return json.dumps({"event_id": f"odd-{number}", "event_type": "VIEW", "occurred_at": now, **fields})


def token(arm):
    """What names a list of an arm, as docs/gateway.md has it; the job does not ask who signed it."""
    texts = b"".join(bytes([len(text)]) + text for text in (b"north", b"item", arm))
    body = struct.pack(">bb16sqH", 1, 1, uuid.uuid4().bytes, int(time.time() * 1000), 32767) + texts
    return base64.urlsafe_b64encode(body + bytes(8)).decode().rstrip("=")


def before(producer):
    """Another site, ids with slashes and per cent signs, links, a forgotten device, findings, a list that was
    shown and clicked, an experiment, refused records."""
    arms = [{"arm": "plain", "share": 0.5}, {"arm": "varied", "share": 0.5, "settings": {"diversity": 0.2}}]
    layout = {"experiment_id": "layout", "version": 1, "site": "north", "arms": arms}
    producer.produce("experiments", json.dumps(layout).encode(), b"north/layout")
    producer.flush()
    events = [
        event(1, device_id="phone/7", user_id="ann/of 100%", item_id="tea/42"),
        event(2, device_id="phone/7", user_id="ann/of 100%", item_id="cup%2F3"),
        event(3, device_id="phone/7", user_id="ann/of 100%", item_id="tea/42", site="default"),
        event(4, device_id="gone", user_id="zoë", item_id="tea/42"),
        event(5, device_id="phone/8", event_type="CHECKOUT"),
        event(6, device_id="phone/9", event_type="LOGOUT"),
        event(7, item_id="of nobody"),
        event(8, device_id="phone/9"),
        event(9, device_id="phone/7", event_type="IMPRESSION", context={"recommendation_id": "odd list", "shown": SHOWN}),
        event(10, device_id="phone/7", event_type="CLICK", item_id="cup%2F3", context={
            "recommendation_id": "odd list", "recommendation_position": 2}),
        event(11, device_id="phone/9", event_type="IMPRESSION", context={"token": token(b"layout:varied"), "shown": SHOWN}),
        # So many of one minute that they are an alarm.
        *["{broken"] * 30,
    ]
    for each in events:
        producer.produce("events-json", each.encode(), b"phone/7")
    producer.produce("events", b"\x00\xff of no encoding", b"\xff\xfe no text")
    producer.flush()
    time.sleep(5)
    forget = {"action": "FORGET_DEVICE", "device_id": "gone", "site": "north", "occurred_at": int(time.time() * 1000)}
    producer.produce("identity-events", json.dumps(forget).encode(), b"gone")


def after(producer):
    """What no reader may see: a record of a process that woke up late, and one of an aborted transaction."""
    consumer = Consumer({"bootstrap.servers": KAFKA, "group.id": "unused", "enable.partition.eof": True})
    partitions = consumer.list_topics(LIST, timeout=30).topics[LIST].partitions
    consumer.assign([TopicPartition(LIST, partition, 0) for partition in partitions])
    first, left = {}, len(partitions)
    while left:
        message = consumer.poll(1.0)
        if message is not None and message.error():
            left -= 1
        elif message is not None and message.value() is not None:
            first.setdefault(message.key(), message)
    consumer.close()
    late = [first[key] for key in sorted(first)[:3]]
    for each in late:
        producer.produce(LIST, None, each.key(), each.partition(), headers={"epoch": b"1"})
    aborted = Producer({**CONFIG, "transactional.id": "aborted"})
    aborted.init_transactions()
    aborted.begin_transaction()
    for each in late:
        aborted.produce(LIST, None, each.key(), each.partition(), headers={"epoch": b"9999999999999"})
    aborted.flush()
    aborted.abort_transaction()
    # Somebody's own tombstone has no epoch, and counts.
    producer.produce("policy", None, b"default/other")


producer = Producer(CONFIG)
{"before": before, "after": after}[WHEN](producer)
producer.flush()
