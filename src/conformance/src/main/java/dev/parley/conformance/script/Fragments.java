package dev.parley.conformance.script;

import java.util.List;

/** A message cut into fragments of one size, written as it goes: 65536 frames take no memory. Immutable. */
public final class Fragments implements ByteSource {
    private final RawFrame first;
    private final Payload message;
    private final int size;
    private final long count;
    private final int header;

    private Fragments(RawFrame first, int size) {
        this.first = first;
        this.message = first.payload();
        this.size = size;
        this.count = Math.max(1, (message.length() + size - 1) / size);
        this.header = frame(0).header().length;
    }

    /**
     * The message of {@code frame}, with its opcode and reserved bits on the first fragment.
     *
     * @param size bytes of payload of each fragment but the last
     */
    public static Output of(RawFrame frame, int size) {
        Fragments fragments = new Fragments(frame, size);
        String label = frame.describe() + " in " + fragments.count + " fragments of " + size + " bytes";
        return new Output(List.of(new Output.Part(label, fragments)), 0);
    }

    /** A step that sends that. */
    public static Step send(RawFrame frame, int size) {
        Output output = of(frame, size);
        return Step.of(Step.Kind.SEND, output.parts().get(0).label(), conversation -> conversation.send(output));
    }

    @Override
    public long length() {
        return (count - 1) * (header + size) + frame(count - 1).onWire().length();
    }

    @Override
    public void copy(long offset, byte[] to, int at, int length) {
        int done = 0;
        while (done < length) {
            long index = Math.min((offset + done) / (header + size), count - 1);
            ByteSource frame = frame(index).onWire();
            long within = offset + done - index * (header + size);
            int piece = (int) Math.min(length - done, frame.length() - within);
            frame.copy(within, to, at + done, piece);
            done += piece;
        }
    }

    private RawFrame frame(long index) {
        Payload part = message.slice(index * size, Math.min(message.length(), (index + 1) * size));
        RawFrame frame = index == 0 ? first.payload(part) : RawFrame.continuation(part);
        return index == count - 1 ? frame : frame.notFinal();
    }
}
