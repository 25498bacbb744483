package dev.parley.hub.protocol;

import dev.parley.hub.json.JsonText;
import dev.parley.hub.spi.Call;
import java.util.ArrayList;
import java.util.List;

/** Methods of an application. One thread. */
final class TestMethods {
    final List<Call> waiting = new ArrayList<>();

    TestMethods(HubProtocol protocol) {
        protocol.method("echo", call -> call.answer(call.data()));
        protocol.method("later", waiting::add);
        protocol.method("whoami", call -> {
            call.answer(JsonText.quote(call.caller().name()));
            waiting.forEach(each -> each.answer("null"));
            waiting.clear();
        });
        protocol.method("admin", call -> call.refuse("only for admins"));
        protocol.method("fails", call -> {
            throw new UnsupportedOperationException("the application is unwell");
        });
    }
}
