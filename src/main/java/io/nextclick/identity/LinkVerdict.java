package io.nextclick.identity;

/**
 * What the model says of a device and a user, for the first time.
 *
 * @param deviceId a device on which nobody has logged in
 * @param userId the user who is likeliest behind it
 * @param probability that it is so
 * @param accepted false if it is too uncertain to be acted upon
 * @param devices devices on the network they share
 */
record LinkVerdict(
        String deviceId, String userId, double probability, boolean accepted, int devices) {}
