package dev.parley.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Netty: decoder, UTF-8 validator and handler in an embedded channel; a pooled direct buffer per read. */
final class NettyDecodePeer implements DecodePeer {
    private final EmbeddedChannel channel;
    private Tally tally = new Tally();

    NettyDecodePeer(Work work, boolean strings) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .maxFramePayloadLength(Math.max(65536, work.size()))
                .build();
        channel = new EmbeddedChannel(
                new WebSocket13FrameDecoder(config), new Utf8FrameValidator(), new Handler(strings));
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    }

    @Override
    public void decode(byte[] stream, int readSize, Tally to) {
        tally = to;
        for (int from = 0; from < stream.length; ) {
            int read = Math.min(readSize, stream.length - from);
            channel.writeInbound(channel.alloc().directBuffer(read).writeBytes(stream, from, read));
            from += read;
        }
    }

    private final class Handler extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final boolean strings;

        Handler(boolean strings) {
            this.strings = strings;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (strings) {
                tally.add(((TextWebSocketFrame) frame).text());
            } else {
                ByteBuf payload = frame.content();
                int start = payload.readerIndex();
                int length = payload.readableBytes();
                tally.add(length, payload.getByte(start), payload.getByte(start + length - 1));
            }
        }
    }
}
