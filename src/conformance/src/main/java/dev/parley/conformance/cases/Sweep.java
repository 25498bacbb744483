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
import java.util.stream.IntStream;

/**
 * Every member of a class of inputs, where a case of its own for each would say nothing more: the first that goes wrong
 * is named. Stateless.
 */
final class Sweep {
    private static final int TOGETHER = 24;
    private static final Row AFTERWARDS = good("another connection afterwards", upgrade());

    private Sweep() {}

    /** One of many: a script for a connection of its own. */
    record Row(String name, Step.Action action) {}

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
        return Step.of(
                Step.Kind.END,
                what + ": " + rows.size() + " connections, each of which does as it should",
                conversation -> {
                    for (Row row : rows) {
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
        return Step.of(Step.Kind.EXPECT, what + ": " + all.size() + " messages and pings, answered in order", c -> {
            for (int at = 0; at < all.size(); at += TOGETHER) {
                exchange(c, all.subList(at, Math.min(all.size(), at + TOGETHER)));
            }
        });
    }

    /** As {@link #messages(String, List)}, each answered before the next is sent: no pong can stand for two pings (5.5.3). */
    static Step oneByOne(String what, List<Message> messages) {
        List<Message> all = List.copyOf(messages);
        return Step.of(Step.Kind.EXPECT, what + ": " + all.size() + " messages and pings, answered one by one", c -> {
            for (Message message : all) {
                exchange(c, List.of(message));
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
