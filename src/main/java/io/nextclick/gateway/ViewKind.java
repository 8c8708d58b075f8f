package io.nextclick.gateway;

/** Where the views are kept. */
enum ViewKind {
    HEAP,
    ROCKSDB,
    REDIS
}
