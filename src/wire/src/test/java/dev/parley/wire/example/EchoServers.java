package dev.parley.wire.example;

import java.io.IOException;

/** The two transports, for tests that run on both. */
enum EchoServers {
    BLOCKING {
        @Override
        Running start(Echo.Extensions extensions) throws IOException {
            BlockingEchoServer server = new BlockingEchoServer(extensions);
            return new Running(server::close, server.port());
        }
    },
    NIO {
        @Override
        Running start(Echo.Extensions extensions) throws IOException {
            NioEchoServer server = new NioEchoServer(extensions);
            return new Running(server::close, server.port());
        }
    };

    abstract Running start(Echo.Extensions extensions) throws IOException;

    interface Stop {
        void stop() throws IOException;
    }

    record Running(Stop stop, int port) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stop.stop();
        }
    }
}
