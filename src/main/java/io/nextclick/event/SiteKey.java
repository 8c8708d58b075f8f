package io.nextclick.event;

/**
 * An id made unique among sites: {@code site/id}, or the bare id for the site {@code default}. It
 * keys both the state of the job and the topics it writes, so a single shop sees its own ids and
 * two tenants with the same ids never meet.
 */
public final class SiteKey {

    /** The site of producers that name none. */
    public static final String DEFAULT_SITE = "default";

    private SiteKey() {}

    /** The key; two different pairs never share one, since a site has no slash. */
    public static String of(String site, String id) {
        return site.equals(DEFAULT_SITE) && id.indexOf('/') < 0 ? id : site + '/' + id;
    }

    /** The site a key belongs to. */
    public static String site(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? DEFAULT_SITE : key.substring(0, slash);
    }

    /** The id without its site. */
    public static String id(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
