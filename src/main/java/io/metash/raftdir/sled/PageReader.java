package io.metash.raftdir.sled;

import io.metash.record.Failure;
import io.metash.record.U64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the pages listed in the page table (sled-0.34 §8, step 7). Not thread-safe. */
final class PageReader {
    private final Path file;
    private final SledVariant variant;
    private final PageTable table;
    private final SledMessageReader messages;
    private final LargeItems large;

    PageReader(Path file, SledVariant variant, PageTable table, SledMessageReader messages, LargeItems large) {
        this.file = file;
        this.variant = variant;
        this.table = table;
        this.messages = messages;
        this.large = large;
    }

    /** Returns the root pages of all trees by name, from page 0. */
    Map<byte[], Long> meta() throws IOException {
        List<PagePart> parts = table.parts(0);
        if (parts.size() != 1) {
            throw SledDamage.at(file, place(parts), "page 0, which names the trees, has " + parts.size() + " parts");
        }
        SledBytes in = item(0, parts.get(0), MessageKind.INLINE_META, MessageKind.LARGE_META);
        Map<byte[], Long> roots = new TreeMap<>(Arrays::compareUnsigned);
        try {
            long count = Long.MAX_VALUE;
            if (variant == SledVariant.FORK) {
                count = in.varint();
            }
            for (long i = 0; i < count && (variant == SledVariant.FORK || in.remaining() > 0); i++) {
                roots.put(in.field(), in.varint());
            }
        } catch (SledFormatException bad) {
            throw damaged(0, parts.get(0), bad);
        }
        return roots;
    }

    /** Returns a node with its links applied. */
    BTreeNode node(long pid) throws IOException {
        List<PagePart> parts = table.parts(pid);
        if (parts.isEmpty()) {
            throw SledDamage.at(file, 0, "page " + U64.text(pid) + " is part of a tree, but the log does not hold it");
        }
        PagePart part = parts.get(0);
        try {
            SledBytes base = item(pid, part, MessageKind.INLINE_NODE, MessageKind.LARGE_NODE);
            BTreeNode node;
            if (variant == SledVariant.FORK) {
                node = NodeImage.read(base);
            } else {
                node = UpstreamNode.read(base);
            }
            for (PagePart link : parts.subList(1, parts.size())) {
                part = link;
                node.apply(item(pid, link, MessageKind.INLINE_LINK, MessageKind.LARGE_LINK));
            }
            return node;
        } catch (SledFormatException bad) {
            throw damaged(pid, part, bad);
        }
    }

    /** Creates the failure for a damaged page, at the first byte of its base. */
    Failure damaged(long pid, @Nullable String why) {
        return SledDamage.at(file, place(table.parts(pid)), "page " + U64.text(pid) + ": " + why);
    }

    private Failure damaged(long pid, PagePart part, SledFormatException bad) {
        String why = "page " + U64.text(pid) + " cannot be read: " + bad.getMessage();
        if (part.large() == null) {
            return SledDamage.at(file, part.offset(), why);
        }
        return SledDamage.item(large.place(part.large()), why);
    }

    private static long place(List<PagePart> parts) {
        if (parts.isEmpty()) {
            return 0;
        }
        return parts.get(0).offset();
    }

    private SledBytes item(long pid, PagePart part, MessageKind inline, MessageKind outside) throws IOException {
        if (part.large() != null) {
            return new SledBytes(large.read(part.large(), outside));
        }
        Message message = messages.readInline(part.lsn(), part.offset());
        if (!message.isGood()) {
            throw SledDamage.at(file, part.offset(), "page " + U64.text(pid) + ": " + message.why());
        }
        if (message.pid() != pid || message.kind() != inline) {
            throw SledDamage.at(
                    file,
                    part.offset(),
                    "page " + U64.text(pid) + ": a message of kind " + message.kind() + " for page "
                            + U64.text(message.pid()) + " where " + inline + " is expected");
        }
        return new SledBytes(message.body());
    }
}
