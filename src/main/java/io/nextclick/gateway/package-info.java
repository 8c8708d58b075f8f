/**
 * The HTTP gateway: takes events, answers with lists, and shows what the job made of both. A
 * program of its own beside the job; they meet in the topics only. All that it keeps is a view of
 * compacted topics, so it may be started and stopped at any time.
 */
@NullMarked
package io.nextclick.gateway;

import org.jspecify.annotations.NullMarked;
