package io.nextclick.catalogue;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.time.Duration;

/** Options of what is remembered of the catalogue. */
public final class CatalogueOptions {

    public static final OptionList ALL = new OptionList();

    public static final Option<Duration> TTL =
            ALL.duration(
                    "catalogue.ttl",
                    Duration.ofDays(1_095),
                    Duration.ofMinutes(1),
                    Duration.ofDays(3_650),
                    "How long an item of the catalogue is remembered after its last record; later it"
                            + " is new again.");

    private CatalogueOptions() {}
}
