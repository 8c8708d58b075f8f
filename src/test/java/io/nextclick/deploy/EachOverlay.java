package io.nextclick.deploy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test of the base and of each overlay of {@code deploy/kubernetes}, by its folder there. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@ValueSource(
        strings = {
            "base",
            "overlays/development",
            "overlays/production",
            "overlays/blue-green",
            "overlays/gateway"
        })
@interface EachOverlay {}
