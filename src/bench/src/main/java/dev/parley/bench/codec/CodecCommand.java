package dev.parley.bench.codec;

import picocli.CommandLine.Command;

/** stub */
@Command(name = "codec")
public final class CodecCommand implements Runnable {
    @Override
    public void run() {}
}
