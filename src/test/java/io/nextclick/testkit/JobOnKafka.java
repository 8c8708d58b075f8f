package io.nextclick.testkit;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same with a mini cluster that reports no metrics. */
public abstract class JobOnKafka extends JobBesideKafka {

    @RegisterExtension public static final MiniClusterExtension FLINK = flink(new Configuration());
}
