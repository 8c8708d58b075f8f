/** The tag and the live page in a real browser. */
@NullMarked
package io.nextclick.web;

import org.jspecify.annotations.NullMarked;
