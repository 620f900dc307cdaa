package io.metash.command.service;

import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.command.option.MetactlText;
import io.metash.command.option.ServiceHandle;
import io.metash.record.Bytes;
import io.metash.record.ExitStatus;
import io.metash.record.SeqV;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench-client-num-conn}: opens connections in a loop. */
@Command(
        name = "bench-client-num-conn",
        description = {
            "Tests how many connections a service accepts: opens them one by one, reads the key foo"
                    + " over each, and closes none.",
            "Each connection also uses memory in metash: set METASH_HEAP=2g for metactl's default of" + " 10,000.",
            "",
            "Examples:",
            "  bench-client-num-conn --grpc-api-address 127.0.0.1:9191 --num 3",
            "  bench-client-num-conn @live --num 10"
        })
public final class BenchClientNumConnCommand implements Callable<Integer> {
    private static final Bytes FOO = Bytes.utf8("foo");

    private final CommandContext context;

    @Mixin
    private LiveOption live = new LiveOption();

    @Option(names = "--num", paramLabel = "N", description = "The number of connections; default: 10000.")
    private int connections = 10_000;

    public BenchClientNumConnCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<ServiceHandle> open = new ArrayList<>();
        try {
            for (int i = 1; i <= connections; i++) {
                context.cancel().check();
                ServiceHandle one = live.another(context);
                open.add(one);
                if (i == 1) {
                    context.io()
                            .out()
                            .println("loop: connect to metasrv " + one.place()
                                    + ", get_kv('foo'), do not drop the connection, num=" + connections);
                }
                SeqV foo = one.client().get(FOO);
                context.io().out().println(i + "-th: get_kv(foo): Ok(" + MetactlText.debug(foo) + ")");
            }
            context.io().out().println("bench completed: " + open.size() + " connections created");
        } finally {
            open.forEach(ServiceHandle::close);
        }
        return ExitStatus.OK.code();
    }
}
