package io.nextclick.faults;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;

/** What is done to the cluster while events come in. */
enum Fault {
    NONE("nothing"),
    HOT_ITEM_ALONE("half of all traffic is on one item"),
    TASKMANAGER_KILLED("kill -9 of a TaskManager; a spare is there"),
    JOBMANAGER_KILLED("kill -9 of the JobManager that leads; another one stands by"),
    BROKER_KILLED("kill -9 of the broker, back after 5 s"),
    TASKMANAGER_PAUSED("SIGSTOP of a TaskManager for 30 s"),
    JOBMANAGER_PAUSED("SIGSTOP of the JobManager that leads for 30 s"),
    BROKER_PAUSED("SIGSTOP of the broker for 10 s"),
    CHECKPOINTS_UNWRITABLE("the checkpoint folder cannot be written for 30 s"),
    SAVEPOINT_CANONICAL("stop with a canonical savepoint, start from it"),
    SAVEPOINT_NATIVE("stop with a native savepoint, start from it"),
    RESCALED("stop with a savepoint, start from it at parallelism 3"),
    CHECKPOINT_RETAINED("cancel, start from the retained checkpoint"),
    TWO_AT_ONCE("kill -9 of a TaskManager and of the broker, which is back after 5 s"),
    PARTITIONED("no packet reaches the broker for 15 s"),
    BURST("a third of the events come ten times as fast"),
    HOT_ITEM("half of all traffic is on one item, and a TaskManager is killed"),
    IDLE_PARTITIONS("all events are in one of four partitions"),
    POISON("every 20th record is garbage"),
    REPEATED("every 10th event twice, and every 10th late");

    static final Duration PAUSE = Duration.ofSeconds(30);
    static final Duration CUT = Duration.ofSeconds(15);

    final String text;

    Fault(String text) {
        this.text = text;
    }

    /** Its name on the command line and in tables. */
    String menuName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is a measure for others. */
    boolean isCalm() {
        return this == NONE || this == HOT_ITEM_ALONE;
    }

    /**
     * The undisturbed run that this one is compared with has these events as well: an item that
     * everybody sees changes all lists.
     */
    boolean hasHotItem() {
        return this == HOT_ITEM || this == HOT_ITEM_ALONE;
    }

    /**
     * Whether it can be done here. Packets are dropped by a route, so only in a network without a
     * way out: {@code unshare --net} gives one.
     */
    boolean isPermitted() throws IOException {
        if (this != PARTITIONED) {
            return true;
        }
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (!each.isLoopback()) {
                return false;
            }
        }
        return true;
    }

    /** Does it, and undoes what does not end by itself; returns when all parts are there again. */
    void strike(RealCluster cluster, RunningJob job) throws Exception {
        switch (this) {
            case NONE, HOT_ITEM_ALONE, BURST, IDLE_PARTITIONS, POISON, REPEATED -> {
                // It is in the events.
            }
            case TASKMANAGER_KILLED, HOT_ITEM -> {
                cluster.kill(job.busyTaskManager());
                cluster.add("taskmanager");
            }
            case JOBMANAGER_KILLED -> {
                cluster.kill(cluster.leader());
                cluster.add("jobmanager");
            }
            case BROKER_KILLED -> {
                cluster.kill(cluster.kafka());
                Thread.sleep(5_000);
                cluster.add("kafka");
            }
            case TASKMANAGER_PAUSED -> cluster.pause(job.busyTaskManager(), PAUSE);
            case JOBMANAGER_PAUSED -> cluster.pause(cluster.leader(), PAUSE);
            case BROKER_PAUSED -> cluster.pause(cluster.kafka(), Duration.ofSeconds(10));
            case PARTITIONED -> cluster.cutOffKafka(CUT);
            case CHECKPOINTS_UNWRITABLE -> {
                // Nobody who is root is kept out by permissions.
                Path folder = job.checkpoints();
                Path away = folder.resolveSibling(folder.getFileName() + "-away");
                Files.move(folder, away);
                Files.writeString(folder, "no folder");
                Thread.sleep(PAUSE.toMillis());
                Files.delete(folder);
                Files.move(away, folder);
            }
            case SAVEPOINT_CANONICAL -> job.restart(job.stop("canonical"), 2);
            case SAVEPOINT_NATIVE -> job.restart(job.stop("native"), 2);
            case RESCALED -> job.restart(job.stop("canonical"), 3);
            case CHECKPOINT_RETAINED -> job.restart(job.cancel(), 2);
            case TWO_AT_ONCE -> {
                cluster.kill(job.busyTaskManager());
                cluster.kill(cluster.kafka());
                Thread.sleep(5_000);
                cluster.add("kafka");
                cluster.add("taskmanager");
            }
        }
    }
}
