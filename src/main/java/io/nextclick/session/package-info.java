/**
 * Stitches the events of a person, over all devices, into sessions. Keyed by person; keeps one
 * value a person: the events of sessions that may still change, settled sessions, and the items it
 * bought, each apart by the device that it came from while anonymous, so that a device can be taken
 * back.
 */
@NullMarked
package io.nextclick.session;

import org.jspecify.annotations.NullMarked;
