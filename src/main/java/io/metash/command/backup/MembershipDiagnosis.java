package io.metash.command.backup;

import io.metash.backup.MembershipTrace;
import io.metash.command.CommandContext;
import io.metash.command.Place;
import io.metash.record.LogId;
import io.metash.record.ShellWord;
import io.metash.record.U64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Examines the membership of a store: addresses, voters, the node of the store itself. */
final class MembershipDiagnosis {
    private final CommandContext context;
    private final Diagnosis diagnosis;

    MembershipDiagnosis(CommandContext context, Diagnosis diagnosis) {
        this.context = context;
        this.diagnosis = diagnosis;
    }

    void add(Place place) throws IOException {
        MembershipTrace trace = ExplainMembershipCommand.trace(context, place, new ArrayList<>());
        for (Long id : trace.withoutAddress()) {
            diagnosis.urgent(
                    "member " + U64.text(id) + " has no address",
                    "no other node can reach it",
                    "metash explain-membership " + ShellWord.of(place.argument()));
        }
        if (trace.effective() == null) {
            return;
        }
        for (Long id : trace.effective().nodes().size() < 2
                ? List.<Long>of()
                : List.copyOf(trace.effective().nodes().keySet())) {
            trace.unreachable(id)
                    .ifPresent(why -> diagnosis.urgent(
                            "no other node can reach member " + U64.text(id) + " at its Raft address",
                            why,
                            "metash init-cluster   (builds a new cluster from this store, with other addresses)"));
        }
        if (place.directory().isPresent()
                && trace.nodeId() != null
                && !trace.effective().nodes().containsKey(trace.nodeId())) {
            diagnosis.urgent(
                    "node " + U64.text(trace.nodeId()) + " is not a member of the cluster in its own store",
                    "it was removed, or the store belongs to another node",
                    "metash explain-membership " + ShellWord.of(place.argument()));
        }
        int voters =
                trace.effective().configs().stream().mapToInt(List::size).max().orElse(0);
        if (voters > 1 && place.path() != null) {
            String nodes = trace.effective().nodes().keySet().stream()
                    .map(id -> U64.text(id) + "=" + trace.address(id))
                    .collect(Collectors.joining(", "));
            String command = "metash init-cluster   (only when the others are lost: makes a new cluster of this store)";
            if (diagnosis.server().isPresent()) {
                command = null;
            }
            diagnosis.known(
                    "the cluster has " + voters + " voters: " + (voters / 2 + 1)
                            + " of them must be up before it answers (" + nodes + ")",
                    "this node alone cannot elect a leader",
                    command);
        }
        LogId known = trace.known();
        if (voters > 1
                && trace.lastLog() != null
                && (known == null || trace.lastLog().compareTo(known) > 0)) {
            diagnosis.known(
                    "log entries after " + known + " up to " + trace.lastLog() + " are not known to be committed",
                    "the cluster decides at its next election whether they stay",
                    null);
        }
    }
}
