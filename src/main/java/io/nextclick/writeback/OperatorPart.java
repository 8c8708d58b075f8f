package io.nextclick.writeback;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/**
 * Marks a class that an operator delegates to and that knows Flink's runtime as the operator does:
 * its timers, side outputs and metrics. All other classes of a capability are plain Java.
 */
@Documented
@Target(ElementType.TYPE)
public @interface OperatorPart {}
