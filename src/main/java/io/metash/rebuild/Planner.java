package io.metash.rebuild;

import io.metash.backup.ExportRecords;
import io.metash.backup.ManifestCheck;
import io.metash.integrity.CheckedSink;
import io.metash.integrity.StoreCheck;
import io.metash.integrity.StoreChecks;
import io.metash.raftdir.NewCluster;
import io.metash.record.Bytes;
import io.metash.record.Cancel;
import io.metash.record.ExitStatus;
import io.metash.record.Failure;
import io.metash.record.KvCursor;
import io.metash.record.LogId;
import io.metash.record.Membership;
import io.metash.record.Node;
import io.metash.record.Progress;
import io.metash.record.Pump;
import io.metash.record.Sha256;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import io.metash.record.UnknownFields;
import io.metash.session.ConnectOptions;
import io.metash.session.Session;
import io.metash.session.Sessions;
import io.metash.session.StoreStatus;
import io.metash.storage.StoredFile;
import io.metash.upgrade.ExportText;
import io.metash.upgrade.LiftReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates a plan: reads the whole backup three times and writes nothing. Rejects everything that an import would
 * reject.
 */
public final class Planner {
    private final StoredFile backup;
    private final LongSupplier clockMs;
    private final Cancel cancel;
    private final Function<String, Progress> progress;
    private @Nullable Examined examined;
    private boolean strict;

    /** The content of the backup. */
    private record Examined(StoreDigest digest, KeyDigest keys, String keySum, BackupFacts facts) {}

    /** Creates a planner for a backup in a local file. */
    public Planner(Path backup, LongSupplier clockMs, Function<String, Progress> progress, Cancel cancel) {
        this(StoredFile.of(backup.toAbsolutePath().normalize()), clockMs, progress, cancel);
    }

    /**
     * Creates a planner.
     *
     * @param progress creates the progress display of a step from its description
     */
    public Planner(StoredFile backup, LongSupplier clockMs, Function<String, Progress> progress, Cancel cancel) {
        this.backup = backup;
        this.clockMs = clockMs;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** Sets whether to reject a backup of an earlier version with content that V004 cannot store. */
    public Planner strict(boolean refuse) {
        strict = refuse;
        return this;
    }

    /**
     * Creates the plan for these nodes.
     *
     * @param situation the reason for the rebuild as text
     * @param nodes all nodes of the new cluster
     */
    public RebuildPlan plan(
            String situation, List<NodeTarget> nodes, Set<StoreCheck> accepted, boolean overHalfUpgraded)
            throws IOException {
        Examined read = examined(accepted);
        NavigableMap<Long, Node> cluster = Membership.byId();
        nodes.forEach(node -> cluster.put(node.id(), node.node()));
        List<ExpectedStore.Fact> expectedFacts = new ArrayList<>();
        read.digest()
                .facts(new NewCluster(nodes.get(0).id(), cluster))
                .forEach((what, value) ->
                        expectedFacts.add(new ExpectedStore.Fact(what.label(), value, UnknownFields.NONE)));
        ExpectedStore expected = new ExpectedStore(
                read.digest().sum(),
                read.digest().nextLogId().toString(),
                read.keys().keys(),
                read.keys().expiring(),
                read.keySum(),
                expectedFacts,
                UnknownFields.NONE);
        List<PlannedNode> planned =
                nodes.stream().map(node -> PlannedNode.of(node, null)).toList();
        return RebuildPlan.of(
                id(read.facts().sha256(), planned),
                clockMs.getAsLong(),
                situation,
                read.facts(),
                planned,
                accepted,
                overHalfUpgraded,
                expected);
    }

    /** Reads the backup once and returns its facts. */
    public BackupFacts examine(Set<StoreCheck> accepted) throws IOException {
        return examined(accepted).facts();
    }

    private Examined examined(Set<StoreCheck> accepted) throws IOException {
        Examined known = examined;
        if (known == null) {
            if (backup.exists() && !backup.regular()) {
                throw Failure.of(ExitStatus.USAGE, "a plan needs a backup that can be read more than once")
                        .at(backup.absolute())
                        .because("it is a directory, a pipe or a device")
                        .next("cat " + ShellWord.of(backup.absolute()) + " > backup.ndjson, then name that file");
            }
            if (!backup.regular()) {
                throw Failure.of(ExitStatus.IO, "no such backup file")
                        .at(backup.absolute())
                        .next("name an export; of a Raft directory, make one first: export --raft-dir DIR --db FILE");
            }
            String sum = backup.sha256(progress.apply("hashing the backup"), cancel);
            StoreDigest digest = read(accepted);
            KeyDigest keys = new KeyDigest();
            StoreStatus status = examine(keys);
            known = new Examined(digest, keys, keys.finish(), facts(sum, digest, status, keys));
            examined = known;
        }
        return known;
    }

    private BackupFacts facts(String sum, StoreDigest digest, StoreStatus status, KeyDigest keys) throws IOException {
        Membership members = status.state().membership().membership();
        List<PlannedNode> before = new ArrayList<>();
        status.state().nodes().forEach((id, node) -> before.add(PlannedNode.of(id, node)));
        return new BackupFacts(
                backup.absolute(),
                backup.size(),
                sum,
                grade(sum),
                text(digest.lastApplied()),
                text(digest.lastLog()),
                Math.max(0, digest.beyond(status.raft().committed())),
                digest.lastTimeMs(),
                members.configs().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .sorted(U64::compare)
                        .toList(),
                before,
                keys.databases(),
                keys.tables(),
                keys.users(),
                UnknownFields.NONE);
    }

    private String grade(String sum) throws IOException {
        ManifestCheck check = ManifestCheck.of(backup);
        check.settle(sum);
        if (check.manifest() == null) {
            return "completeness unproved: it has no manifest";
        }
        return "proved complete: it matches its manifest";
    }

    private static @Nullable String text(@Nullable LogId id) {
        if (id == null) {
            return null;
        }
        return id.toString();
    }

    private StoreDigest read(Set<StoreCheck> accepted) throws IOException {
        StoreDigest digest = new StoreDigest();
        try (ExportText source = ExportRecords.of(backup)) {
            CheckedSink checked = new CheckedSink(digest, new StoreChecks(), backup.absolute(), accepted);
            new Pump(source, List.of(), checked, progress.apply("checking the backup"), cancel).run();
            if (strict) {
                LiftReport.refuseLoss(source, backup.absolute());
            }
        }
        return digest;
    }

    /** Reads the state including the whole log, since the new cluster commits all of it. */
    private StoreStatus examine(KeyDigest keys) throws IOException {
        ConnectOptions options =
                ConnectOptions.standard().withWholeLog(true).watched(progress.apply("reading the backup"), cancel);
        try (Session session = Sessions.open(backup, "plan", options.withNowMs(0L));
                KvCursor all = session.scan(Bytes.utf8(""), null)) {
            while (all.next()) {
                cancel.check();
                keys.add(all.key(), all.value());
            }
            return session.status();
        }
    }

    private static String id(String sum, List<PlannedNode> nodes) {
        StringBuilder all = new StringBuilder(sum);
        for (PlannedNode node : nodes) {
            all.append('\n').append(node.idText()).append('=').append(node.raft());
            all.append('=').append(node.grpc()).append('=').append(node.directory());
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 10);
    }
}
