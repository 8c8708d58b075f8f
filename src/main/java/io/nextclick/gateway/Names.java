package io.nextclick.gateway;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How names that come again and again are written into a view. */
interface Names {

    /** Writes the name itself, which any process can read. */
    Names WRITTEN_OUT =
            new Names() {
                @Override
                public void write(String name, DataOutput into) throws IOException {
                    into.writeUTF(name);
                }

                @Override
                public String read(DataInput from) throws IOException {
                    return from.readUTF();
                }
            };

    void write(String name, DataOutput into) throws IOException;

    String read(DataInput from) throws IOException;

    /**
     * Names by numbers of this process. There are as many as items, categories and rules were ever
     * named in lists since its start.
     */
    final class Numbered implements Names {

        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        @Override
        public void write(String name, DataOutput into) throws IOException {
            int number;
            synchronized (this) {
                number = numbers.computeIfAbsent(name, each -> names.size());
                if (number == names.size()) {
                    names.add(name);
                }
            }
            Varint.write(number, into);
        }

        @Override
        public String read(DataInput from) throws IOException {
            int number = Varint.read(from);
            synchronized (this) {
                return names.get(number);
            }
        }
    }
}
