package dev.parley.store.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

class H2StatesTest extends JdbcStatesContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path files;

    private int databases;

    @Override
    protected DataSource fresh() {
        return UrlDataSource.inDirectory(files.resolve("db" + ++databases));
    }
}
