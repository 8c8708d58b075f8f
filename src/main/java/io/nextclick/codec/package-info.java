/**
 * Bytes of a record to and from an Avro class: framing, schema versions, the registry, limits of
 * allocation, and what becomes of bytes that cannot be read. Keeps nothing but schemas.
 */
@NullMarked
package io.nextclick.codec;

import org.jspecify.annotations.NullMarked;
