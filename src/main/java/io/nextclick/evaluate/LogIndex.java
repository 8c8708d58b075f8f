package io.nextclick.evaluate;

import java.util.HashSet;
import java.util.Set;

/**
 * What has to be known of the logs before a model is tested on them, of one reading: where each
 * session ends, and which clicks of the test a static run leaves out. Keeps a bit for a click, and
 * in a static run the items of the training.
 */
final class LogIndex {

    private final Protocol protocol;
    private final Set<String> trained = new HashSet<>();
    private final SessionEnds ends = new SessionEnds();
    private int trainClicks;
    private int testClicks;
    private int testSessions;
    private long trainedUntilMillis = Long.MIN_VALUE;

    private LogIndex(Protocol protocol) {
        this.protocol = protocol;
    }

    static LogIndex of(ClickLog train, ClickLog test, Protocol protocol) {
        LogIndex index = new LogIndex(protocol);
        train.forEach(index::train);
        if (protocol == Protocol.STATIC) {
            index.ends.done();
        }
        test.forEach(index::test);
        index.ends.done();
        return index;
    }

    private void train(Click click) {
        ends.add(click.sessionId());
        trainClicks++;
        trainedUntilMillis = click.atMillis();
        if (protocol == Protocol.STATIC) {
            trained.add(click.itemId());
        }
    }

    private void test(Click click) {
        if (isTested(click)) {
            testClicks++;
            testSessions += ends.add(click.sessionId()) < trainClicks ? 1 : 0;
        }
    }

    /** False for a click that a static run leaves out. */
    boolean isTested(Click click) {
        return protocol == Protocol.PREQUENTIAL || trained.contains(click.itemId());
    }

    /** True if no click of its session follows; clicks are counted from 0 and over both logs. */
    boolean isEnd(int click) {
        return ends.isEnd(click);
    }

    /** How many clicks are predicted. */
    int positions() {
        return testClicks - testSessions;
    }

    /** Time of the last click of the training; the least there is if there was none. */
    long trainedUntilMillis() {
        return trainedUntilMillis;
    }
}
