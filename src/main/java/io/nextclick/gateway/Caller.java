package io.nextclick.gateway;

/**
 * Who calls.
 *
 * @param site whose key was shown
 * @param trusted true for the secret key
 */
record Caller(Site site, boolean trusted) {}
