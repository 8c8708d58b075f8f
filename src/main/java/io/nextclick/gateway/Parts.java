package io.nextclick.gateway;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.option.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The parts of a running gateway.
 *
 * @param settings of the gateway
 * @param sites with their keys
 * @param door what every request passes
 * @param devices tickets and cookies
 * @param collector takes events
 * @param recommendations answers with lists
 * @param persons answers with segments and similar items
 * @param streams of server-sent events
 * @param stats what happened lately
 * @param records rules and items of a site
 * @param experiments of a site
 * @param alarms of a site
 * @param consents what persons allow
 * @param withdrawals forget devices
 * @param pixel events of mail
 * @param pages files
 * @param health how it is
 * @param running what is to be closed, the last first
 */
record Parts(
        GatewaySettings settings,
        Sites sites,
        Door door,
        Devices devices,
        Collector collector,
        Recommendations recommendations,
        Persons persons,
        Streams streams,
        Stats stats,
        Records records,
        Experiments experiments,
        Alarms alarms,
        Consents consents,
        Withdrawals withdrawals,
        Pixel pixel,
        Pages pages,
        Health health,
        List<AutoCloseable> running)
        implements AutoCloseable {

    /**
     * Makes and starts the parts.
     *
     * @throws SettingsException with all faults
     */
    static Parts of(Map<String, String> options) {
        Map<String, String> own = new HashMap<>();
        Map<String, String> jobs = new HashMap<>();
        options.forEach(
                (key, value) ->
                        (key.startsWith(GatewayOptions.PREFIX) ? own : jobs).put(key, value));
        List<String> faults = new ArrayList<>();
        GatewaySettings settings = null;
        Settings job = null;
        Sites sites = null;
        try {
            settings = GatewayOptions.settings(own);
            sites = Sites.read(settings.sites());
        } catch (SettingsException e) {
            faults.addAll(e.faults());
        }
        try {
            job = Settings.of(jobs);
        } catch (SettingsException e) {
            faults.addAll(e.faults());
        }
        if (settings == null || sites == null || job == null) {
            throw new SettingsException(faults);
        }
        return start(settings, sites, job);
    }

    private static Parts start(GatewaySettings settings, Sites sites, Settings job) {
        LongSupplier clock = System::currentTimeMillis;
        Counts counts = new Counts();
        Entries entries = new Entries(View.open(settings));
        Lists lists = new Lists(entries, clock);
        Waiting waiting = new Waiting(settings.maxWaiting());
        Devices devices = devices(settings, sites, clock);
        Stats stats = new Stats(sites, clock, lists, job.codec());
        Streams streams =
                new Streams(settings.maxStreams(), lists, devices, waiting, stats, counts);
        ViewReader reader = reader(job, entries, streams, stats, counts);
        Sender sender = new Sender(job.kafka(), settings);
        Collector collector =
                new Collector(
                        devices,
                        job.codec(),
                        job.eventChecks(),
                        sender,
                        clock,
                        counts,
                        streams,
                        settings.tokenMaxAge().toMillis());
        Recommendations recommendations =
                new Recommendations(
                        lists, collector, waiting, devices, reader::isCaughtUp, streams, counts);
        Figures figures =
                new Figures(sites, settings.demo(), reader::isCaughtUp, entries, stats, clock);
        reader.start();
        return new Parts(
                settings,
                sites,
                new Door(sites, settings, counts),
                devices,
                collector,
                recommendations,
                new Persons(entries, lists, devices, reader::isCaughtUp),
                streams,
                stats,
                new Records(sender, job.codec(), job.defaultCurrency()),
                new Experiments(entries, sender, reader::isCaughtUp),
                new Alarms(entries, reader::isCaughtUp),
                new Consents(sender, clock),
                new Withdrawals(devices, sender, job.eventChecks(), clock),
                new Pixel(collector, clock),
                new Pages(),
                health(reader, sender, counts, waiting, streams, figures),
                List.of(entries, reader, sender, streams));
    }

    private static Devices devices(GatewaySettings settings, Sites sites, LongSupplier clock) {
        return new Devices(
                new Tickets(settings.ticketTtl().toMillis()),
                new Origins(sites, settings.trustedProxy()),
                clock);
    }

    private static Health health(
            ViewReader reader,
            Sender sender,
            Counts counts,
            Waiting waiting,
            Streams streams,
            Figures figures) {
        return new Health(
                reader,
                sender::isReady,
                counts,
                () ->
                        Map.of(
                                "waiting", (long) waiting.open(),
                                "streams", (long) streams.open()),
                figures);
    }

    private static ViewReader reader(
            Settings job, Entries entries, Streams streams, Stats stats, Counts counts) {
        ViewWriter writer = new ViewWriter(entries, job.codec(), streams, counts);
        Inspection inspection = new Inspection(job.codec(), streams, counts);
        return new ViewReader(job.kafka(), entries, sources(writer, inspection, stats), counts);
    }

    /** All topics that are read. */
    static List<ViewReader.Source> sources(ViewWriter writer, Inspection inspection, Stats stats) {
        List<ViewReader.Source> sources = new ArrayList<>();
        writer.topics()
                .forEach(topic -> sources.add(new ViewReader.Source(topic, true, writer::put)));
        inspection
                .topics()
                .forEach(
                        topic ->
                                sources.add(new ViewReader.Source(topic, false, inspection::take)));
        sources.add(new ViewReader.Source(Topics.SEGMENT_METRICS, true, stats::segment));
        sources.add(new ViewReader.Source(Topics.DEAD_LETTERS, false, stats::deadLetter));
        sources.add(new ViewReader.Source(Topics.FEEDBACK_METRICS, false, stats::feedback));
        return sources;
    }

    @Override
    public void close() {
        for (int i = running.size() - 1; i >= 0; i--) {
            try {
                running.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("a part could not be closed", e);
            }
        }
    }
}
