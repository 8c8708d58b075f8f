#!/bin/sh
# com.ververica:frocksdbjni 8.10.0-ververica-1.0 (the RocksDB of Flink 2.2): Checkpoint.createCheckpoint writes out what
# the column families hold in memory one family after the other, each time waiting until the file is there, however many
# background threads there are. Flushes that are asked for without waiting run side by side. So the time for which a
# checkpoint holds its caller up grows with the number of families, here states and timers of a Flink operator, and no
# setting of threads helps: in Flink it is the synchronous part of an incremental checkpoint.
#
# Seen with 8.10.0-ververica-1.0, 6 families of 4 MB, 4 threads for flushes, two processors:
#   by a checkpoint: 6 flushes, at most 1 at once
#   without waiting: 6 flushes, more than 1 at once
#
# Ends with 0 if that is still so, with 1 if it has changed. Needs a JDK 17 or later, Maven and the public repository.
set -eu
VERSION=8.10.0-ververica-1.0
DIR=$(mktemp -d)
trap 'rm -rf "$DIR"' EXIT
cat > "$DIR/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>com.ververica</groupId><artifactId>frocksdbjni</artifactId><version>$VERSION</version></dependency>
  </dependencies>
</project>
POM
cat > "$DIR/Finding.java" <<'JAVA'
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.FlushOptions;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

public class Finding {
    static final int FAMILIES = 6;
    static final AtomicInteger begun = new AtomicInteger();
    static final AtomicInteger running = new AtomicInteger();
    static final AtomicInteger most = new AtomicInteger();

    static class Listener extends AbstractEventListener {
        @Override
        public void onFlushBegin(RocksDB db, FlushJobInfo info) {
            begun.incrementAndGet();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
        }

        @Override
        public void onFlushCompleted(RocksDB db, FlushJobInfo info) {
            running.decrementAndGet();
        }
    }

    static void fill(RocksDB db, List<ColumnFamilyHandle> families) throws Exception {
        Random random = new Random(1);
        byte[] value = new byte[1_000];
        try (WriteOptions options = new WriteOptions().setDisableWAL(true)) {
            for (int i = 0; i < 4_000; i++) {
                for (ColumnFamilyHandle family : families) {
                    random.nextBytes(value);
                    db.put(family, options, ("key" + random.nextInt()).getBytes(StandardCharsets.UTF_8), value);
                }
            }
        }
        begun.set(0);
        most.set(0);
    }

    public static void main(String[] args) throws Exception {
        RocksDB.loadLibrary();
        Env env = Env.getDefault();
        env.setBackgroundThreads(4, Priority.HIGH);
        List<ColumnFamilyDescriptor> wanted = new ArrayList<>();
        wanted.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
        for (int i = 1; i < FAMILIES; i++) {
            wanted.add(new ColumnFamilyDescriptor(("family" + i).getBytes(StandardCharsets.UTF_8)));
        }
        List<ColumnFamilyHandle> families = new ArrayList<>();
        DBOptions options =
                new DBOptions()
                        .setCreateIfMissing(true)
                        .setCreateMissingColumnFamilies(true)
                        .setEnv(env)
                        .setMaxBackgroundJobs(16)
                        .setListeners(List.of(new Listener()));
        try (RocksDB db = RocksDB.open(options, Path.of(args[0], "db").toString(), wanted, families)) {
            fill(db, families);
            try (Checkpoint checkpoint = Checkpoint.create(db)) {
                checkpoint.createCheckpoint(Path.of(args[0], "checkpoint").toString());
            }
            System.out.printf("by a checkpoint: %d flushes, at most %d at once%n", begun.get(), most.get());
            fill(db, families);
            try (FlushOptions flush = new FlushOptions().setWaitForFlush(false)) {
                for (ColumnFamilyHandle family : families) {
                    db.flush(flush, family);
                }
            }
            for (int i = 0; i < 1_000 && (begun.get() < FAMILIES || running.get() > 0); i++) {
                Thread.sleep(10);
            }
            System.out.printf(
                    "without waiting: %d flushes, %s at once%n",
                    begun.get(), most.get() > 1 ? "more than 1" : "at most 1");
            families.forEach(ColumnFamilyHandle::close);
        }
    }
}
JAVA
(cd "$DIR" && mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt)
SEEN=$(cd "$DIR" && java -cp "$(cat cp.txt)" Finding.java "$DIR")
echo "$SEEN"
EXPECTED='by a checkpoint: 6 flushes, at most 1 at once
without waiting: 6 flushes, more than 1 at once'
[ "$SEEN" = "$EXPECTED" ]
