/**
 * The product's benchmark, {@code mvn -q -Pbench}: the job beside what bounds it, on one machine
 * and in one run. What a worker's JVM runs for another checkout ({@link io.nextclick.bench.Worker}
 * and what it uses but {@code Roofs} and {@code Loop}) depends on the JDK, Flink and Kafka only.
 */
@NullMarked
package io.nextclick.bench;

import org.jspecify.annotations.NullMarked;
