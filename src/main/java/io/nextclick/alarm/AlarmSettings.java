package io.nextclick.alarm;

import java.io.Serializable;

/**
 * When a series is not as expected.
 *
 * @param enabled false counts nothing
 * @param maxSeries most series of a subtask
 * @param falseAlarmMinutes minutes in which one false alarm a series is accepted
 * @param leastChange share by which a series must fall short to be of interest, 0 to 1
 * @param learnMinutes minutes of a new series before it is judged
 * @param relearnMinutes minutes after which a new level is what is expected
 * @param lagMillis an event that is handled so long after its arrival is late, ms
 * @param forgetMinutes minutes without a count after which a series is forgotten
 * @param outOfOrdernessMillis how far the watermark stays behind the newest arrival, ms
 */
public record AlarmSettings(
        boolean enabled,
        int maxSeries,
        long falseAlarmMinutes,
        double leastChange,
        int learnMinutes,
        int relearnMinutes,
        long lagMillis,
        long forgetMinutes,
        long outOfOrdernessMillis)
        implements Serializable {}
