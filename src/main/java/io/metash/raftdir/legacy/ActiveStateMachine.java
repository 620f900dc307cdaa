package io.metash.raftdir.legacy;

import io.metash.raftdir.sled.SledTree;
import io.metash.record.Bytes;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selects the active one of several state machines (legacy-versions §4). */
final class ActiveStateMachine {
    private static final Bytes KEY = Bytes.of(new byte[] {LegacyKeys.RAFT_STATE_KV, 3});
    private static final Pattern VALUE = Pattern.compile("\\{\"StateMachineId\":\\[(\\d{1,18}),\\d+]}");

    private ActiveStateMachine() {}

    /**
     * Returns the first number in the StateMachineId tree, or the smallest number without such a tree; empty without
     * any state machine.
     */
    static Optional<Long> of(LegacyTrees trees) throws IOException {
        Optional<SledTree> raftState = trees.raftState();
        if (raftState.isPresent()) {
            Optional<Bytes> value = raftState.get().get(KEY);
            Matcher numbers = VALUE.matcher(value.map(Bytes::text).orElse(""));
            if (numbers.matches()) {
                long active = Long.parseLong(numbers.group(1));
                if (trees.stateMachines().containsKey(active)) {
                    return Optional.of(active);
                }
            }
        }
        if (trees.stateMachines().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(trees.stateMachines().firstKey());
    }
}
