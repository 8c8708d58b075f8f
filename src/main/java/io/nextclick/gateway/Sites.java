package io.nextclick.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ListToken;
import io.nextclick.option.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The sites and their keys. */
final class Sites {

    private static final int MIN_KEY = 16;
    private static final int MIN_SECRET = 32;
    private static final int MAX_SITES = 1_000;
    private static final String SIGNED = "signed";
    private static final String CLAIMED = "claimed";

    private static final YAMLMapper YAML = new YAMLMapper();

    private final List<Site> sites = new ArrayList<>();

    /** By the digest of a key, so that the time of a look-up says nothing of the key itself. */
    private final Map<ByteBuffer, Caller> callers = new HashMap<>();

    private final Set<String> origins = new HashSet<>();

    /** Digest of the key of who may see figures of all sites; absent if nobody may. */
    private final @Nullable ByteBuffer metricsKey;

    /** The file as it is written. */
    private record Document(
            @Nullable List<Entry> sites,
            @JsonProperty("metrics_key") @Nullable String metricsKey) {}

    /** A site as it is written. */
    private record Entry(
            @Nullable String site,
            @JsonProperty("public_key") @Nullable String publicKey,
            @JsonProperty("secret_key") @Nullable String secretKey,
            @Nullable List<String> origins,
            @Nullable Secrets hmac,
            @Nullable String users) {}

    /** Secrets as they are written. */
    private record Secrets(@Nullable String current, @Nullable String previous) {}

    private Sites(List<Site> sites, @Nullable String metricsKey) {
        this.metricsKey = metricsKey == null ? null : digest(metricsKey);
        for (Site site : sites) {
            this.sites.add(site);
            callers.put(digest(site.publicKey()), new Caller(site, false));
            callers.put(digest(site.secretKey()), new Caller(site, true));
            origins.addAll(site.origins());
        }
    }

    /**
     * Reads the file.
     *
     * @throws SettingsException with all faults; none names a key or a secret
     */
    static Sites read(Path file) {
        Document document;
        try {
            document = YAML.readValue(Files.readString(file), Document.class);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the line, and keys are in it.
            throw SettingsException.of(
                    "Invalid file of sites: not as docs/gateway.md says, line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
        } catch (IOException e) {
            throw SettingsException.of(
                    "Invalid value '%s' for 'gateway.sites': cannot be read".formatted(file));
        }
        List<String> faults = new ArrayList<>();
        List<Site> sites = new ArrayList<>();
        List<Entry> entries =
                document == null || document.sites == null ? List.of() : document.sites;
        if (entries.isEmpty() || entries.size() > MAX_SITES) {
            faults.add("Invalid file of sites: 'sites' must have 1 to " + MAX_SITES);
        }
        Set<String> used = new HashSet<>();
        String metricsKey = document == null ? null : document.metricsKey;
        if (metricsKey != null) {
            checkKey(metricsKey, "metrics_key", used, faults);
        }
        for (int i = 0; i < entries.size(); i++) {
            Site site = site(entries.get(i), "sites[%d]".formatted(i), used, faults);
            if (site != null) {
                sites.add(site);
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
        return new Sites(sites, metricsKey);
    }

    private static @Nullable Site site(
            Entry entry, String place, Set<String> used, List<String> faults) {
        String name = entry.site == null ? "" : entry.site;
        check(EventChecks.isSite(name), place, EventChecks.SITE_ALLOWED, faults);
        check(used.add("site " + name), place, "site must be there once", faults);
        String publicKey = entry.publicKey == null ? "" : entry.publicKey;
        String secretKey = entry.secretKey == null ? "" : entry.secretKey;
        for (String key : List.of(publicKey, secretKey)) {
            checkKey(key, place, used, faults);
        }
        List<String> from = entry.origins == null ? List.of() : entry.origins;
        check(
                from.stream().allMatch(each -> each.matches("https?://[^/\\s]+")),
                place,
                "origins must be scheme://host[:port]",
                faults);
        Secrets hmac = entry.hmac == null ? new Secrets(null, null) : entry.hmac;
        String current = hmac.current == null ? "" : hmac.current;
        String previous = hmac.previous;
        check(
                current.length() >= MIN_SECRET
                        && (previous == null || previous.length() >= MIN_SECRET),
                place,
                "hmac.current, and hmac.previous if it is there, must have 32 characters or more",
                faults);
        String users = entry.users == null ? SIGNED : entry.users;
        check(
                Set.of(SIGNED, CLAIMED).contains(users),
                place,
                "users must be signed or claimed",
                faults);
        return faults.isEmpty()
                ? new Site(
                        name,
                        publicKey,
                        secretKey,
                        Set.copyOf(from),
                        new Secret(current),
                        previous == null ? null : new Secret(previous),
                        users.equals(CLAIMED))
                : null;
    }

    private static void checkKey(String key, String place, Set<String> used, List<String> faults) {
        check(
                key.matches("[A-Za-z0-9_-]{" + MIN_KEY + ",200}"),
                place,
                "keys must be 16 to 200 of A-Z a-z 0-9 '_' '-'",
                faults);
        check(key.isEmpty() || used.add("key " + key), place, "keys must differ", faults);
    }

    private static void check(boolean holds, String place, String must, List<String> faults) {
        if (!holds) {
            faults.add("Invalid file of sites: %s: %s".formatted(place, must));
        }
    }

    /** What the live page needs to call: the public key of the first site. */
    CompletionStage<Answer> demo() {
        Site site = sites.get(0);
        ObjectNode config = Json.object();
        config.put("key", site.publicKey());
        config.put("site", site.name());
        config.put("demo", true);
        return CompletableFuture.completedFuture(Answer.json(200, config));
    }

    /** Whose key it is. */
    Optional<Caller> of(String key) {
        return Optional.ofNullable(callers.get(digest(key)));
    }

    /** True of the key that shows figures of all sites. */
    boolean isMetricsKey(String key) {
        return digest(key).equals(metricsKey);
    }

    /** True if any site's pages are at the origin. */
    boolean anyAllows(String origin) {
        return origins.contains(origin);
    }

    /**
     * A token as text, signed by the site that it names.
     *
     * @throws IllegalArgumentException if there is no such site
     */
    String sign(ListToken token) {
        for (Site site : sites) {
            if (site.name().equals(token.site())) {
                return Token.sign(token, site);
            }
        }
        throw new IllegalArgumentException("no site '%s'".formatted(token.site()));
    }

    /** All sites. */
    List<Site> all() {
        return List.copyOf(sites);
    }

    private static ByteBuffer digest(String key) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
