package dev.parley.conformance.cases;

import static dev.parley.conformance.script.OpeningRequest.upgrade;

import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Every member of a class of inputs, where a case of its own for each would say nothing more: the first that goes wrong
 * is named. Stateless.
 */
final class Sweep {
    private static final int TOGETHER = 24;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");
    private static final Row AFTERWARDS = good("another connection afterwards", upgrade());

    private Sweep() {}

    /** One of many: a script for a connection of its own. */
    record Row(String name, Step.Action action) {
        /** The name is a part of one line. */
        Row {
            name = CONTROL.matcher(name).replaceAll("?");
        }
    }

    /** What is sent on a connection that all share, and what answers it. */
    record Message(List<RawFrame> frames, List<Expected> answers) {
        static Message of(RawFrame frame) {
            return new Message(List.of(frame), List.of(Expected.echo(frame)));
        }

        static Message ping(RawFrame frame) {
            return new Message(List.of(frame), List.of(Expected.pong(frame.payload())));
        }
    }

    /** A row on an open connection. */
    static Row connected(String name, Step... steps) {
        return opened(name, upgrade(), steps);
    }

    /** A row on a connection opened with a request that has to be accepted. */
    static Row opened(String name, OpeningRequest request, Step... steps) {
        return new Row(name, conversation -> {
            Handshakes.open(request).run(conversation);
            for (Step step : steps) {
                step.run(conversation);
            }
        });
    }

    /** A row of a request that has to be accepted. */
    static Row good(String name, OpeningRequest request) {
        return opened(
                name,
                request,
                Steps.send(RawFrame.text("x")),
                Steps.expect(Expected.echo("x")),
                Closings.closeCleanly());
    }

    /** A row of a request that has to be refused. */
    static Row bad(String name, OpeningRequest request, int... statuses) {
        return new Row(name, conversation -> {
            Handshakes.request(request).run(conversation);
            Handshakes.refused(statuses).run(conversation);
        });
    }

    /** All of them, one after the other. */
    static Step of(String what, List<Row> rows) {
        return of(what, () -> rows);
    }

    /** As {@link #of(String, List)}; they are made when it is their turn. */
    static Step of(String what, Supplier<List<Row>> rows) {
        Lot<Row> lot = new Lot<>(rows);
        return Step.of(
                Step.Kind.END,
                () -> what + ": " + lot.size() + " connections, each of which does as it should",
                conversation -> {
                    for (Row row : lot.make()) {
                        play(row, conversation);
                    }
                    play(AFTERWARDS, conversation);
                });
    }

    private static void play(Row row, Conversation conversation) throws Judgement {
        conversation.note(row.name);
        try (Conversation other = conversation.another()) {
            row.action.run(other);
        } catch (Judgement e) {
            throw e.verdict() == Verdict.UNSUPPORTED ? e : e.at(row.name);
        }
    }

    /** All messages on one connection, some of them in each write, answered in order. */
    static Step messages(String what, List<Message> messages) {
        List<Message> all = List.copyOf(messages);
        return messages(what, () -> all);
    }

    /** As {@link #messages(String, List)}; they are made when it is their turn. */
    static Step messages(String what, Supplier<List<Message>> messages) {
        return exchanges(what, "in order", TOGETHER, messages);
    }

    /** As {@link #messages(String, List)}, each answered before the next is sent: no pong can stand for two pings (5.5.3). */
    static Step oneByOne(String what, List<Message> messages) {
        List<Message> all = List.copyOf(messages);
        return oneByOne(what, () -> all);
    }

    /** As {@link #oneByOne(String, List)}; they are made when it is their turn. */
    static Step oneByOne(String what, Supplier<List<Message>> messages) {
        return exchanges(what, "one by one", 1, messages);
    }

    private static Step exchanges(String what, String how, int together, Supplier<List<Message>> messages) {
        Lot<Message> lot = new Lot<>(messages);
        return Step.of(Step.Kind.EXPECT, () -> what + ": " + lot.size() + " messages and pings, answered " + how, c -> {
            List<Message> all = lot.make();
            for (int at = 0; at < all.size(); at += together) {
                exchange(c, all.subList(at, Math.min(all.size(), at + together)));
            }
        });
    }

    /** As {@link #messages(String, List)}, where all together would fill the memory: each is made when it is its turn. */
    static Step messages(String what, int count, IntFunction<Message> message) {
        return Step.of(Step.Kind.EXPECT, what + ": " + count + " messages and pings, answered in order", c -> {
            for (int at = 0; at < count; at += TOGETHER) {
                exchange(
                        c,
                        IntStream.range(at, Math.min(count, at + TOGETHER))
                                .mapToObj(message)
                                .toList());
            }
        });
    }

    private static void exchange(Conversation conversation, List<Message> some) throws Judgement {
        List<RawFrame> frames = new ArrayList<>();
        List<Expected> answers = new ArrayList<>();
        for (Message message : some) {
            frames.addAll(message.frames);
            answers.addAll(message.answers);
        }
        conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
        Answers.await(conversation, answers);
    }
}
