package io.nextclick.alarm;

import io.nextclick.message.Counting;
import java.util.function.Consumer;

/**
 * Counts elements by series and minute. It has a count for each series of a site and minute, and
 * sends all when there are more sites and minutes than a bound.
 */
public final class CountSeries<T> implements Counting<T, SeriesCount> {

    private final SeriesReader<T> reader;
    private final AlarmSettings settings;
    private final Tallies tallies = new Tallies();

    /**
     * @param reader how elements are counted
     * @param settings whether anything is counted, and how much at a time
     */
    public CountSeries(SeriesReader<T> reader, AlarmSettings settings) {
        this.reader = reader;
        this.settings = settings;
    }

    @Override
    public boolean count(T element, long arrivedMillis, long nowMillis) {
        if (settings.enabled()) {
            reader.read(element, arrivedMillis, nowMillis, tallies);
        }
        return tallies.size() > 0;
    }

    @Override
    public boolean isFull() {
        return tallies.size() > settings.maxSeries();
    }

    @Override
    public void drain(Consumer<SeriesCount> out) {
        tallies.drain(out);
    }
}
