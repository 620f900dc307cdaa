package io.metash;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Allowed dependencies between packages, lowest layer first: a package depends on lower layers only. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.metash");

    private static final List<String> LAYERS = List.of(
            "record",
            "ndjson",
            "toml",
            "files",
            "storage",
            "monitoring",
            "sort",
            "upgrade",
            "raftdir.rotbl",
            "raftdir.wal",
            "raftdir.sled",
            "raftdir",
            "raftdir.legacy",
            "wire",
            "state",
            "history",
            "catalog",
            "catalog.view",
            "tenant",
            "redact",
            "integrity",
            "client",
            "server",
            "session",
            "lua",
            "backup",
            "rebuild",
            "output",
            "report",
            "config",
            "command",
            "command.option",
            "command.session",
            "command.keys",
            "command.service",
            "command.catalog",
            "command.history",
            "command.transfer",
            "command.backup",
            "command.cluster",
            "command.script",
            "command.help",
            "command.completion",
            "command.tutor",
            "command.shell",
            "shell.script",
            "shell.terminal",
            "shell.editor",
            "shell");

    @Test
    void aPackageDependsOnLowerLayersOnly() {
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            for (int above = layer + 1; above < LAYERS.size(); above++) {
                noClasses()
                        .that()
                        .resideInAPackage("io.metash." + LAYERS.get(layer))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.metash." + LAYERS.get(above))
                        .check(CLASSES);
            }
        }
    }

    /** No simple name occurs twice, except those of the protocol in {@code wire}. */
    @Test
    void classNamesAreUnique() {
        Map<String, List<String>> byName = CLASSES.stream()
                .filter(type -> type.isTopLevelClass()
                        && !type.getSimpleName().equals("package-info")
                        && !type.getPackageName().equals("io.metash.wire"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        byName.values().removeIf(names -> names.size() == 1);
        assertEquals(Map.of(), byName);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.metash.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void recordDependsOnTheJdkOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.metash.record")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.metash.record", "java..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void librariesAreUsedInTheirPackagesOnly() {
        only("org.jline..", "io.metash.shell..");
        onlyIn("org.rocksdb..", "io.metash.sort", "io.metash.server");
        onlyIn("io.grpc..", "io.metash.client", "io.metash.server", "io.metash.wire");
        onlyIn("com.google.protobuf..", "io.metash.client", "io.metash.server", "io.metash.wire", "io.metash.catalog");
        only("com.google.gson..", "io.metash.catalog");
        onlyIn("com.sun.jna..", "io.metash.files", "io.metash.lua");
        only("picocli..", "io.metash.command..");
        only("org.apache.opendal..", "io.metash.storage");
        only("io.prometheus..", "io.metash.monitoring");
        only("io.prometheus..", "io.metash.monitoring");
        only("com.fasterxml..", "io.metash.nowhere");
    }

    private static void only(String library, String owner) {
        onlyIn(library, owner);
    }

    private static void onlyIn(String library, String... owners) {
        noClasses()
                .that()
                .resideOutsideOfPackages(owners)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void lowerFloorsDoNotUseStandardStreams() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.metash.record..", "io.metash.ndjson..", "io.metash.raftdir..", "io.metash.state..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }
}
