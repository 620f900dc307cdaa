package io.metash.command.cluster;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.RaftPort;
import io.metash.command.Advice;
import io.metash.command.Audit;
import io.metash.command.CommandContext;
import io.metash.command.option.LiveOption;
import io.metash.files.Disk;
import io.metash.files.FreeName;
import io.metash.output.Failures;
import io.metash.output.Io;
import io.metash.output.Listing;
import io.metash.output.Printable;
import io.metash.rebuild.NodeTarget;
import io.metash.rebuild.Peers;
import io.metash.rebuild.PlanFiles;
import io.metash.rebuild.Rejoin;
import io.metash.rebuild.ServerConfig;
import io.metash.record.Endpoint;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guide for replacing a lost node of a healthy cluster. */
final class RejoinGuide {
    private static final long ANSWER_MS = 4_000;
    private static final long CONNECT_MS = 5_000;
    private static final long INTERVAL_MS = 500;
    private static final long LONGEST_NS = 600_000_000_000L;

    private final CommandContext context;
    private final Path raftDir;
    private final Io io;
    private final Dialogue dialogue;
    private final ClientOptions options;
    private final String connection;
    private final GuideAnswer<Address> living = new GuideAnswer<>("the running node");
    private final GuideAnswer<Rejoin> cluster = new GuideAnswer<>("the cluster");
    private final GuideAnswer<Rejoin.Member> lost = new GuideAnswer<>("the lost node");
    /** The configuration of the lost node; null for none. */
    private @Nullable Path configFile;
    /** The node of that file. */
    private @Nullable NodeTarget target;

    private long id;
    private final GuideAnswer<Endpoint> raft = new GuideAnswer<>("the Raft address");
    /** The client address of the new node; null for none. */
    private @Nullable String grpcAddress;

    private final GuideAnswer<Path> directory = new GuideAnswer<>("the directory");

    RejoinGuide(CommandContext context, Path raftDir, Dialogue dialogue, ClientOptions options, String connection) {
        this.connection = connection;
        this.options = options.within(ANSWER_MS, CONNECT_MS);
        this.context = context;
        this.raftDir = raftDir;
        this.io = context.io().with(context.io().err(), context.io().err());
        this.dialogue = dialogue;
    }

    /** The steps of the dialogue. */
    List<Dialogue.Step> steps() {
        return List.of(
                this::cluster, this::lost, this::config, this::id, this::raft, this::grpc, this::directory, this::work);
    }

    private void cluster() throws IOException {
        Rejoin found = cluster.set(dialogue.ask(
                "The client address of a running node (host:port)",
                LiveOption.USUAL,
                "It is queried for the leader and the members. Nothing is written.",
                answer -> {
                    Address address = living.set(Address.parse(answer));
                    return Rejoin.examine(address, options, context.cancel());
                }));
        dialogue.say("  Leader: " + Printable.text(found.leader()) + ".");
        Listing list =
                Listing.table(io, "node", "raft address", "client address", "voter", "answers", "log sent up to");
        for (Rejoin.Member member : found.members()) {
            String voter = member.voter() ? "yes" : "no";
            String reached = member.reached() ? "yes" : "NO";
            list.row(
                    U64.text(member.id()),
                    member.raft(),
                    Objects.requireNonNullElse(member.grpc(), "none"),
                    voter,
                    reached,
                    Objects.requireNonNullElse(member.replicated(), ""));
        }
        list.finish();
    }

    private void lost() throws IOException {
        Long guess = cluster.get().lost();
        String usual = null;
        if (guess != null) {
            usual = U64.text(guess);
        }
        lost.set(dialogue.ask(
                "The id of the lost node",
                usual,
                "It is removed from the cluster before the new one joins. A majority of the others must be running.",
                answer -> cluster.get().lost(Peers.id(answer, answer, 1))));
    }

    private void config() throws IOException {
        Optional<Path> file = dialogue.askFiles(
                "The configuration file of the lost node (databend-meta.toml), if you have it",
                "none",
                "Its settings and comments are copied to the new one; it is not changed.",
                answer -> {
                    if (answer.equals("none")) {
                        target = null;
                        return Optional.empty();
                    }
                    Path path = GuideSource.paths(answer).get(0);
                    target = ServerConfig.read(path).target();
                    return Optional.of(path);
                });
        configFile = file.orElse(null);
    }

    private void id() throws IOException {
        id = dialogue.ask(
                "The id of the new node",
                U64.text(cluster.get().freeId()),
                "A new id is safe. The votes of the lost node are unknown, so the same id must not vote" + " again.",
                answer -> {
                    long chosen = Peers.id(answer, answer, 1);
                    if (cluster.get().members().stream().anyMatch(member -> member.id() == chosen)) {
                        throw Failure.of(ExitStatus.USAGE, "node " + answer + " is a member of the cluster")
                                .because("the votes of the lost node are unknown, so its id must not" + " vote again")
                                .next("use a new id, such as "
                                        + U64.text(cluster.get().freeId()));
                    }
                    return chosen;
                });
    }

    private void raft() throws IOException {
        String usual;
        if (target == null) {
            usual = lost.get().raft();
        } else {
            usual = target.node().endpoint().toString();
        }
        raft.set(dialogue.ask(
                "Raft address of the new node (host:port): where the other nodes reach it",
                usual,
                "It may be that of the lost node, once that node is removed.",
                answer -> {
                    Endpoint address = Peers.address(answer);
                    boolean inUse = cluster.get().members().stream()
                            .anyMatch(m -> m.id() != lost.get().id() && m.raft().equals(address.toString()));
                    if (inUse) {
                        throw Failure.of(ExitStatus.USAGE, "another node has the address " + address);
                    }
                    return address;
                }));
    }

    private void grpc() throws IOException {
        String usual;
        if (target != null && target.node().grpcApiAdvertiseAddress() != null) {
            usual = target.node().grpcApiAdvertiseAddress();
        } else if (lost.get().grpc() == null) {
            usual = raft.get().addr() + ":9191";
        } else {
            usual = lost.get().grpc();
        }
        Optional<String> address =
                dialogue.ask("The advertised client address (host:port)", usual, "'none' for no address.", answer -> {
                    if (answer.equals("none")) {
                        return Optional.empty();
                    }
                    return Optional.of(Peers.address(answer).toString());
                });
        grpcAddress = address.orElse(null);
    }

    private void directory() throws IOException {
        String usual = "/var/lib/databend/raft-" + U64.text(id);
        if (target != null) {
            usual = target.directory().toString();
        }
        directory.set(dialogue.askFiles(
                "The Raft directory of the new node",
                usual,
                "It must be new or empty: the leader sends all data.",
                answer -> {
                    Path path =
                            GuideSource.paths(answer).get(0).toAbsolutePath().normalize();
                    Rejoin.refuseUsed(path);
                    return path;
                }));
    }

    private void work() throws IOException {
        String name = "node " + U64.text(id);
        NodeTarget node = PlanFiles.target(id, raft.get().toString(), grpcAddress, directory.get());
        List<String> others = cluster.get().others(lost.get().id());
        FreeName free = new FreeName(raftDir, "databend-meta.node-" + U64.text(id), ".toml");
        dialogue.say(
                "",
                "This host: " + Printable.text(directory.get().toString()) + " is created, empty; its configuration is"
                        + " written to " + free.first() + ".",
                "Then node " + U64.text(lost.get().id())
                        + " is removed from the cluster, after another question, and you start " + name
                        + "; the leader sends it everything.");
        dialogue.ask("To do it, type " + name, null, "Nothing of the running cluster is changed by this.", answer -> {
            if (!answer.equals(name)) {
                throw Failure.of(ExitStatus.USAGE, "expected '" + name + "', not '" + answer + "'")
                        .next("type " + name + ", or 'back' or 'quit'");
            }
            return true;
        });
        Path config = Rejoin.prepare(node, others, configFile, free, Disk.real());
        Audit.record(
                context,
                "init-cluster",
                directory.get().toString(),
                Map.of(
                        "joins",
                        String.join(" ", others),
                        "in place of",
                        U64.text(lost.get().id())));
        boolean out = removeNode(others);
        dialogue.say(out ? "Done. Start the new node:" : "Then start the new one:");
        dialogue.toType("  databend-meta --config-file "
                + Advice.word(config.toAbsolutePath().normalize().toString()));
        awaitNewNode();
        dialogue.say("Check the members:");
        String status = "status --grpc-api-address " + Objects.requireNonNullElse(grpcAddress, LiveOption.USUAL);
        dialogue.toType("  " + Advice.command(context, status + connection));
    }

    /** Offers to remove the lost node from the cluster; returns whether the node is removed. */
    private boolean removeNode(List<String> others) throws IOException {
        String node = "node " + U64.text(lost.get().id());
        String command = "  databend-meta --leave-id " + U64.text(lost.get().id()) + " --leave-via "
                + String.join(" --leave-via ", others);
        boolean wanted = offer(
                "Remove " + node + " from the cluster now? y/N",
                "The leader removes it from the members. The same can be done later, on any host:\n" + command);
        if (wanted) {
            try {
                RaftPort.leave(
                        others.stream().map(Address::parse).toList(), lost.get().id(), options, context.cancel());
                dialogue.say("  " + node + " is removed from the cluster.");
                Audit.record(
                        context,
                        "leave",
                        living.get().toString(),
                        Map.of("node", U64.text(lost.get().id())));
                return true;
            } catch (Failure refused) {
                if (refused.status() == ExitStatus.INTERRUPTED) {
                    throw refused;
                }
                Failures.render(Advice.forContext(context, refused), io, context.debug());
            }
        }
        dialogue.say("Done. Now, on this host or any other, remove the lost node from the cluster:");
        dialogue.toType(command);
        return false;
    }

    /** Offers to wait until the new node has caught up with the leader. */
    private void awaitNewNode() throws IOException {
        String name = "node " + U64.text(id);
        if (!offer(
                "Wait here until " + name + " has caught up? y/N",
                "Start it in another terminal; Ctrl-C stops the waiting.")) {
            return;
        }
        String shown = "";
        long end = System.nanoTime() + LONGEST_NS;
        try (Closeable interruptible = context.interrupts().listen()) {
            Objects.requireNonNull(interruptible);
            while (System.nanoTime() < end) {
                Rejoin now = Rejoin.examine(living.get(), options, context.cancel());
                if (now.caughtUp(id)) {
                    dialogue.say("  " + name + " has caught up: " + now.progress(id) + ".");
                    return;
                }
                String text = "waiting for " + name + ": " + now.progress(id) + " (Ctrl-C stops the waiting)";
                if (!text.equals(shown)) {
                    dialogue.say("  " + text);
                    shown = text;
                }
                context.cancel().pause(INTERVAL_MS);
            }
            dialogue.say("  " + name + " has not caught up within ten minutes.");
        } catch (Failure stopped) {
            if (stopped.status() != ExitStatus.INTERRUPTED) {
                throw stopped;
            }
            dialogue.say("  You stopped the waiting; the cluster goes on.");
        }
    }

    /** Asks a yes-or-no question. The directory exists already, so the user cannot go back. */
    private boolean offer(String question, String more) throws IOException {
        try {
            return dialogue.ask(question, "n", more, answer -> {
                String word = answer.toLowerCase(Locale.ROOT);
                if (!List.of("y", "yes", "n", "no").contains(word)) {
                    throw Failure.of(ExitStatus.USAGE, "'" + answer + "' is neither y nor n");
                }
                return word.startsWith("y");
            });
        } catch (Dialogue.Back e) {
            return false;
        } catch (Failure e) {
            if (e.status() != ExitStatus.INTERRUPTED) {
                throw e;
            }
            return false;
        }
    }
}
