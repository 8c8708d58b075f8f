package io.nextclick.event;

/**
 * Why one record was refused.
 *
 * @param reason the code
 * @param detail what was found and what is allowed; holds no whole field values
 */
public record Rejection(ReasonCode reason, String detail) {}
