package io.nextclick.session;

/**
 * A deed of a person that another source may report as well. Stored.
 *
 * @param id hash of the event's id
 * @param deed hash of its type and item
 * @param device hash of its device, 0 if it has none
 * @param anonymous true if it has no user id, so that it goes with its device
 */
public record ReportedDeed(int id, int deed, int device, boolean anonymous) {}
