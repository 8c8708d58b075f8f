/**
 * {@code mvn -Psend}: sends a recorded log, a catalogue, rules or a generated shop to a broker, as
 * a shop would. Keeps nothing. Not in the job jar.
 */
@NullMarked
package io.nextclick.send;

import org.jspecify.annotations.NullMarked;
