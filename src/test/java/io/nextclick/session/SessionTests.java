package io.nextclick.session;

/** Rules of the session tests: the defaults, with a gap of a minute. */
final class SessionTests {

    static final long GAP = 60_000;
    static final SessionRules RULES = new SessionRules(GAP, 16, 10, 200, 200, 120);

    private SessionTests() {}
}
