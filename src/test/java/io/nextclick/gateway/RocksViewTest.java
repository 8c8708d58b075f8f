package io.nextclick.gateway;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On disk. */
class RocksViewTest extends ViewContract {

    @TempDir private Path folder;

    @Override
    View open() {
        return new RocksView(folder);
    }

    @Test
    void a_restart_goes_on_where_it_was() throws Exception {
        goesOnWhereItWas(this);
    }
}
