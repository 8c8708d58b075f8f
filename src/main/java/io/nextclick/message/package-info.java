/**
 * How records travel between operators: batches to one subtask, and compact serializers. Keeps
 * nothing; what it writes is read by the same build, in the same job.
 */
@NullMarked
package io.nextclick.message;

import org.jspecify.annotations.NullMarked;
