package io.nextclick.gateway;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.ByteUtils;

/** How names that come again and again are written into a view. */
interface Names {

    /** Writes the name itself, which any process can read. */
    Names WRITTEN_OUT =
            new Names() {
                @Override
                public void write(String name, DataOutput into) throws IOException {
                    Texts.write(name, into);
                }

                @Override
                public SerializedString read(ByteBuffer from) {
                    return new SerializedString(Texts.read(from));
                }
            };

    void write(String name, DataOutput into) throws IOException;

    /** A name, which keeps how it is written in an answer as long as it is kept itself. */
    SerializedString read(ByteBuffer from);

    /**
     * Names by numbers of this process. There are as many as items, categories and rules were ever
     * named in lists since its start. Readers need no lock: who has a number got it with a value
     * that was put into the view after the name.
     */
    final class Numbered implements Names {

        private static final int FIRST = 1_024;

        private final Map<String, Integer> numbers = new HashMap<>();

        private volatile SerializedString[] names = new SerializedString[FIRST];

        @Override
        public void write(String name, DataOutput into) throws IOException {
            ByteUtils.writeUnsignedVarint(number(name), into);
        }

        private synchronized int number(String name) {
            Integer known = numbers.get(name);
            if (known != null) {
                return known;
            }
            int number = numbers.size();
            SerializedString[] all = names;
            if (number == all.length) {
                all = Arrays.copyOf(all, 2 * number);
            }
            all[number] = new SerializedString(name);
            names = all;
            numbers.put(name, number);
            return number;
        }

        @Override
        public SerializedString read(ByteBuffer from) {
            return names[ByteUtils.readUnsignedVarint(from)];
        }
    }
}
